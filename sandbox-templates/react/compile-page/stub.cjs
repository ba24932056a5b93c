'use strict'
// Stands in for a package that can't be installed. Runs in the built page and in tests, with the repository's React.
const { createElement, Fragment } = require('react')

// What React, promises and bundlers ask of a value to find out what it is.
const ABSENT = new Set([
  ...['$$typeof', 'then', '__esModule', 'isReactComponent', 'contextType', 'contextTypes', 'childContextTypes', 'defaultProps'],
  ...['propTypes', 'getDerivedStateFromProps', 'getDefaultProps', 'compare'],
])
const BOX = { background: '#fef3c7', border: '1px dashed #713f12', borderRadius: 4, color: '#713f12', font: '12px/1.5 sans-serif' }
const LABEL = { ...BOX, display: 'inline-block', padding: '0 4px', overflowWrap: 'anywhere' }
const INVISIBLE = /(?:Provider|Context|Boundary|Portal|Root)$/

/**
 * A value that can be used as anything: any property is such a value again, so is what a call returns, and it is empty as a text, as a
 * number and as a list. `label`: its name. `isComponent`: React may render it. `names`: the properties that a bundler finds on a module.
 */
function stub(label, isComponent, names = []) {
  const target = class {}
  const properties = new Map()
  let result
  const returned = () => (result ??= stub(label, false))
  const self = new Proxy(target, {
    get(_target, key) {
      if (key === Symbol.toPrimitive) return (hint) => (hint === 'number' ? 0 : '')
      if (key === Symbol.iterator) return () => [][Symbol.iterator]()
      if (typeof key === 'symbol' || ABSENT.has(key)) return undefined
      if (key === 'prototype') return target.prototype
      if (key === 'default') return self
      if (key === 'length' || key === 'size') return 0
      if (key === 'displayName') return label
      if (key === 'toString' || key === 'toJSON' || key === 'valueOf' || key === 'toLocaleString') return () => ''
      if (!properties.has(key)) properties.set(key, stub(key, /^[A-Z]/.test(key)))
      return properties.get(key)
    },
    // React passes props and one more argument, which is not set for function components.
    apply: (_target, _this, args) => (isComponent && args.length === 2 && isProps(args[0]) ? placeholder(label, args[0]) : returned()),
    construct: returned,
    ownKeys: () => ['prototype', ...names],
    set: () => true,
  })
  return self
}

function isProps(value) {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}

/** Shows the component's name, and its children: they are not the package's, and a provider may contain the whole page. */
function placeholder(label, { children }) {
  const inner = typeof children === 'function' ? null : (children ?? null)
  if (INVISIBLE.test(label)) return createElement(Fragment, null, inner)
  return createElement(Fragment, null, createElement('span', { style: LABEL }, label), inner)
}

/** The stub of a package. `label`: the name of its default export. `isComponent`: whether that is a component. */
module.exports = ({ label, isComponent, names }) => stub(label, isComponent, names)
