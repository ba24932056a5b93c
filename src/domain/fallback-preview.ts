/** A preview for work that came without one: every exported component of the changed files, without props, each so that a crash of one hides no other. */
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

const modules: Record<string, unknown>[] = [${componentPaths.map((_, index) => `module${index}`).join(', ')}]
const components = modules.flatMap((module) =>
  Object.entries(module).filter((entry): entry is [string, FunctionComponent] => typeof entry[1] === 'function' && /^[A-Z]|^default$/.test(entry[0])),
)

export default function Preview() {
  return (
    <main>
      {components.map(([name, component]) => (
        <Boundary key={name} name={name}>
          {createElement(component)}
        </Boundary>
      ))}
    </main>
  )
}
`
}
