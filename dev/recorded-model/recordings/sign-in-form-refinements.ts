import { editsBetween } from '../edits-between.ts'
import type { RecordedFiles } from '../recorded-files.ts'
import { checkTypes, editFile, finish, readWholeFile, viewPage, writeFile, type RecordedSession } from '../recording.ts'

const CARD = 'src/components/sign-in-card.tsx'
const FORM = 'src/components/sign-in-form.tsx'
const FIELD = 'src/components/text-field.tsx'
const PANEL = 'src/components/sign-in-panel.tsx'
const PASSWORD = 'src/components/password-field.tsx'
const PREVIEW = '.ollio/preview.tsx'

const PANEL_SUMMARY = `The form has a panel beside it that says what an account is good for.

- \`SignInPanel\` is new: a heading and a list of benefits, each with an icon, on the soft green of the shop.
- \`SignInCard\` now needs \`benefits\`. From 1024 px on it lays form and panel side by side; below that the panel comes after the form, so that the fields stay where the thumb is.

The form itself has not changed.`

/** The mistake: a line copied from memory, which is not quite what stands in the file. */
export function signInPanel({ write, edits }: RecordedFiles): RecordedSession {
  const card = edits('looks', CARD)
  return {
    prompt: 'put the form beside a panel with the benefits of an account',
    keywords: [
      ['panel', 'beside', 'next to', 'split', 'two column'],
      ['benefit', 'account', 'welcome', 'form', 'brand'],
    ],
    steps: [
      {
        thought: 'I read the card that holds the form, the preview, and how the shop’s Card takes a layout.',
        actions: [readWholeFile(CARD), readWholeFile(PREVIEW), readWholeFile('src/components/ui/card.tsx')],
      },
      {
        thought: 'The panel is a component of its own, and the card becomes a grid of two columns where there is room.',
        actions: [
          write('looks', PANEL),
          ...card.slice(0, 3),
          editFile(
            CARD,
            `className={cn('w-full max-w-md', className)}`,
            `className={cn('w-full max-w-md lg:grid lg:max-w-4xl', className)}`,
          ),
        ],
        endsInMistake: true,
      },
      {
        thought: 'That text is not in the file, so I copied it wrongly. I read the lines again.',
        actions: [readWholeFile(CARD)],
      },
      {
        thought: 'There is an mx-auto in front. I replace the whole line this time, add the panel, and give the preview three benefits.',
        actions: [...card.slice(3), ...edits('looks', PREVIEW), checkTypes()],
      },
      {
        thought: 'The types are right. I look at the phone, where the panel has to come last, and at the desktop.',
        actions: [viewPage(375), viewPage(1280)],
      },
      {
        thought: 'Side by side on the desktop, one below the other on the phone.',
        actions: [finish(PANEL_SUMMARY)],
      },
    ],
  }
}

const PASSWORD_SUMMARY = `Visitors can show the password that they type, and are told when caps lock is on.

- \`PasswordField\` is new. Its button says "Show password" and is pressed or not, so screen readers know both what it does and how it stands; it is 44 px wide and reached by Tab after the input.
- "Caps lock is on." appears below the input while somebody types, and is announced.
- \`TextField\` takes an \`end\`, a control over the end of its input. Fields without one are as they were.

There is no new dependency: the button is the shop's own \`Button\`.`

/** The mistake: a package that the sandbox has and the repository doesn't declare, which the check refuses. */
function withRadix(right: string): string {
  return right
    .replace(`import { type KeyboardEvent`, `import { Toggle } from 'radix-ui'\nimport { type KeyboardEvent`)
    .replace(`import { Button }`, `import { buttonVariants }`)
    .replace(
      /<Button variant="quiet" size="icon" (aria-label="[^"]+") aria-pressed=.*>\n/,
      `<Toggle.Root $1 pressed={shown} onPressedChange={setShown} className={buttonVariants({ variant: 'quiet', size: 'icon' })}>\n`,
    )
    .replace('</Button>', '</Toggle.Root>')
}

export function signInPassword({ text, edits }: RecordedFiles): RecordedSession {
  const right = text('behaviour', PASSWORD)
  const wrong = withRadix(right)
  return {
    prompt: 'let people show their password and warn them about caps lock',
    keywords: [
      ['password', 'caps lock'],
      ['show', 'reveal', 'see', 'visible', 'toggle', 'caps lock'],
    ],
    steps: [
      {
        thought: 'I read the form and its field, and what the shop’s Button can do.',
        actions: [readWholeFile(FORM), readWholeFile(FIELD), readWholeFile('src/components/ui/button.tsx'), readWholeFile(PREVIEW)],
      },
      {
        thought:
          'A password field on top of the text field: it needs a place for a control at the end of the input. Radix has a Toggle for exactly this.',
        actions: [writeFile(PASSWORD, wrong), ...edits('behaviour', FIELD), ...edits('behaviour', FORM)],
      },
      {
        thought: 'The preview shows a filled one too. Then types and both widths.',
        actions: [...edits('behaviour', PREVIEW), checkTypes(), viewPage(375), viewPage(1280)],
      },
      {
        thought: 'The types are right, and nothing is found on the page.',
        actions: [finish(PASSWORD_SUMMARY)],
        endsInMistake: true,
      },
      {
        thought: 'The check is right: I never looked whether radix-ui is declared here.',
        actions: [readWholeFile('package.json')],
      },
      {
        thought: 'It is not, and one toggle is no reason for a dependency. The shop’s Button with aria-pressed does the same.',
        actions: [...editsBetween(PASSWORD, wrong, right), checkTypes(), viewPage(375)],
      },
      {
        thought: 'It looks the same, and all that it needs is declared.',
        actions: [finish(PASSWORD_SUMMARY)],
      },
    ],
  }
}
