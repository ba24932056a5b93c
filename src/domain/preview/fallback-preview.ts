/**
 * The source of a preview for work that has none: renders every exported component of the changed files without props, each in its own
 * error boundary.
 */
export function fallbackPreview(componentPaths: readonly string[]): string {
  const imports = componentPaths.map(
    (path, index) => `import * as module${index} from ${JSON.stringify(`../${path.replace(/\.[jt]sx$/, '')}`)}`,
  )
  return `import { Component, createElement } from 'react'
import type { FunctionComponent, ReactNode } from 'react'
${imports.join('\n')}

class Boundary extends Component<{ name: string; children: ReactNode }, { crashed: boolean }> {
  override state = { crashed: false }
  static getDerivedStateFromError() {
    return { crashed: true }
  }
  override render() {
    return this.state.crashed ? <p>{this.props.name} needs props to be shown.</p> : this.props.children
  }
}

/** What 'memo', 'forwardRef' and 'lazy' make is an object. */
function isComponent(value: unknown): value is FunctionComponent {
  if (typeof value === 'function') return true
  return typeof value === 'object' && value !== null && '$$typeof' in value && /memo|forward_ref|lazy/.test(String(value.$$typeof))
}

const modules: Record<string, unknown>[] = [${componentPaths.map((_, index) => `module${index}`).join(', ')}]
const components = modules.flatMap((module) =>
  Object.entries(module).flatMap(([name, value]) => (/^[A-Z]|^default$/.test(name) && isComponent(value) ? [{ name, component: value }] : [])),
)

export default function Preview() {
  return (
    <main>
      {components.map(({ name, component }, index) => (
        <Boundary key={index} name={name}>
          {createElement(component)}
        </Boundary>
      ))}
    </main>
  )
}
`
}
