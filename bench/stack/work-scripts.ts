import { say, stepsSoFar } from './instant-model.ts'
import type { InstantModel } from './instant-model.ts'

const CARD = `/** Greets a visitor who comes back. */
export function GreetingCard({ name }: { name: string }) {
  return (
    <section aria-label="Greeting" className="rounded-card border border-line bg-surface p-6">
      <h2 className="text-xl text-ink">Hello, {name}</h2>
      <p className="mt-2 text-muted">Your seedlings missed you.</p>
    </section>
  )
}
`
const PREVIEW = `import { GreetingCard } from '../src/components/greeting-card'

export default function Preview() {
  return (
    <main className="p-6">
      <h1 className="text-2xl text-ink">Greetings</h1>
      <GreetingCard name="Maya" />
    </main>
  )
}
`
const COMPONENT = 'src/components/greeting-card.tsx'
const write = (path: string, content: string) => ({ tool: 'writeFile', args: { path, content } })
const read = (path: string) => ({ tool: 'readFile', args: { path, fromLine: null, lineCount: null } })
const finish = { tool: 'finish', args: { summary: 'A card that greets a visitor.' } }

/** Five steps: a look around, a component, its preview, the types, the end. */
export const fiveSteps: InstantModel['script'] = (messages) => {
  switch (stepsSoFar(messages)) {
    case 0:
      return say('I look around first.', { tool: 'listFiles', args: { path: 'src', depth: null } }, read('src/index.css'))
    case 1:
      return say('I write the component.', write(COMPONENT, CARD))
    case 2:
      return say('I show it.', write('.ollio/preview.tsx', PREVIEW))
    case 3:
      return say('I look at the types.', {
        tool: 'executeCommand',
        args: { command: '/template/compile_page.sh types', timeoutSeconds: null },
      })
    default:
      return say('That is all.', finish)
  }
}

/** A word more at each turn: read, written, and the end. */
export function oneMoreWord(turn: () => number): InstantModel['script'] {
  return (messages) => {
    switch (stepsSoFar(messages)) {
      case 0:
        return say('I read it first.', read(COMPONENT))
      case 1:
        return say(
          'I write it.',
          write(COMPONENT, CARD.replace('missed you', `missed you ${turn()} times`)),
          write('.ollio/preview.tsx', PREVIEW),
        )
      default:
        return say('That is all.', finish)
    }
  }
}

/** So many steps of eight new small files each, and then an end. */
export function manyFiles(count: number): InstantModel['script'] {
  return (messages) => {
    const step = stepsSoFar(messages)
    if (step >= count) return say('That is all.', finish)
    return say(`Step ${step + 1}.`, ...Array.from({ length: 8 }, (_, index) => write(`.ollio/note-${step}-${index}.txt`, `${step}\n`)))
  }
}

/** So many steps of one small file each, and then an end that changes nothing. */
export function fileSteps(count: number): InstantModel['script'] {
  return (messages) => {
    const step = stepsSoFar(messages)
    if (step < count) return say(`Step ${step + 1}.`, step % 2 === 0 ? read('src/main.tsx') : write(`.ollio/note-${step}.txt`, `${step}\n`))
    return say('Nothing is to be done.', { tool: 'finish', args: { summary: 'Nothing was changed.' } })
  }
}
