import { answer, stepsSoFar } from '#test/support/scripted-model.ts'
import type { ModelMessage } from '#test/support/scripted-model.ts'

/** A small turn that no recording covers: a greeting for the shop's visitors, written in three steps. */
export const COMPONENT = 'src/components/greeting-card.tsx'

const SOURCE = `import { Card } from '@/components/ui/card'

export type GreetingCardProps = {
  name: string
}

/** Welcomes a visitor by name. */
export function GreetingCard({ name }: GreetingCardProps) {
  return (
    <Card>
      <h2 className="font-display text-2xl">Welcome back, {name}</h2>
      <p className="mt-2 text-muted">Your seedlings missed you.</p>
    </Card>
  )
}
`

const PREVIEW = `import { GreetingCard } from '@/components/greeting-card'

export default function Preview() {
  return (
    <main className="p-6">
      <h1 className="sr-only">Greeting card</h1>
      <GreetingCard name="Ines" />
    </main>
  )
}
`

/** The model's answers. The second step runs a command for some seconds, and the second turn changes one word. */
export function greet(messages: readonly ModelMessage[]): string {
  return isRefinement(messages) ? refine(stepsSoFar(messages)) : generate(stepsSoFar(messages))
}

function generate(step: number): string {
  const [write, check, done] = [
    answer(
      'I write the card and its preview.',
      { tool: 'writeFile', args: { path: COMPONENT, content: SOURCE } },
      { tool: 'writeFile', args: { path: '.ollio/preview.tsx', content: PREVIEW } },
    ),
    answer('I check the types.', {
      tool: 'executeCommand',
      args: { command: 'sleep 1; /template/compile_page.sh types', timeoutSeconds: 60 },
    }),
    answer('The types are correct.', { tool: 'finish', args: { summary: 'A card that welcomes a visitor by name.' } }),
  ]
  return [write, check][step] ?? done ?? ''
}

function refine(step: number): string {
  const edit = answer(
    'Only one word changes.',
    { tool: 'readFile', args: { path: COMPONENT, fromLine: null, lineCount: null } },
    { tool: 'editFile', args: { path: COMPONENT, find: 'missed you', replace: 'waited for you' } },
  )
  return step === 0
    ? edit
    : answer('That is all.', { tool: 'finish', args: { summary: 'The seedlings wait instead of missing somebody.' } })
}

function isRefinement(messages: readonly ModelMessage[]): boolean {
  return (
    messages.filter(({ role, content }) => role === 'user' && typeof content === 'string' && content.startsWith('{"request"')).length > 1
  )
}
