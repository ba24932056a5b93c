// Loaded first into the isolated world inside the page: functions that read its elements.
globalThis.ask = (() => {
  // A form returns its fields as properties of any name, so properties are read through the prototypes only.
  const reader = (type, name) => {
    const property = Object.getOwnPropertyDescriptor(type.prototype, name)
    return (element) => property.get.call(element)
  }
  const caller =
    (type, name) =>
    (element, ...args) =>
      type.prototype[name].apply(element, args)
  const [parentOf, isConnected, textOf] = ['parentElement', 'isConnected', 'textContent'].map((name) => reader(Node, name))
  const [idOf, tagOf, childrenOf, htmlOf, shadowOf] = ['id', 'localName', 'children', 'outerHTML', 'shadowRoot'].map((name) =>
    reader(Element, name),
  )
  const [boxOf, isVisible, matches, closest, findAll] = [
    'getBoundingClientRect',
    'checkVisibility',
    'matches',
    'closest',
    'querySelectorAll',
  ].map((name) => caller(Element, name))
  const rootOf = caller(Node, 'getRootNode')
  const blur = (element) => {
    if (element instanceof HTMLElement) HTMLElement.prototype.blur.call(element)
    else if (element instanceof SVGElement) SVGElement.prototype.blur.call(element)
  }
  const pathOf = (element) => {
    const parts = []
    for (let node = element; node instanceof Element; node = parentOf(node)) {
      const [id, tag, parent] = [CSS.escape(idOf(node)), tagOf(node), parentOf(node)]
      if (id !== '' && document.querySelectorAll(`#${id}`).length === 1) {
        parts.unshift(`#${id}`)
        break
      }
      const alike = parent === null ? [] : [...childrenOf(parent)].filter((other) => tagOf(other) === tag)
      parts.unshift(alike.length > 1 ? `${tag}:nth-of-type(${alike.indexOf(node) + 1})` : tag)
    }
    const path = parts.join(' > ').replace(/^html > body > /, '')
    return path.length > 200 ? `… ${path.slice(-198)}` : path
  }
  const named = (element) => ({ path: pathOf(element), html: htmlOf(element).slice(0, 400) })

  const isSeen = (element) => {
    const { width, height } = boxOf(element)
    return width > 0 && height > 0 && isVisible(element, { visibilityProperty: true, contentVisibilityAuto: true })
  }
  return { parentOf, isConnected, textOf, shadowOf, boxOf, matches, closest, findAll, rootOf, blur, pathOf, named, isSeen }
})()
