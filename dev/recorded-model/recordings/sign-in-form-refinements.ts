import { editsBetween } from '../edits-between.ts'
import type { RecordedFiles } from '../recorded-files.ts'
import { checkTypes, editFile, finish, readWholeFile, viewPage, writeFile, type RecordedTurn } from '../recording.ts'

const CARD = 'src/components/sign-in-card.tsx'
const FORM = 'src/components/sign-in-form.tsx'
const FIELD = 'src/components/text-field.tsx'
const PANEL = 'src/components/sign-in-panel.tsx'
const PASSWORD = 'src/components/password-field.tsx'
const PREVIEW = '.ollio/preview.tsx'

const PANEL_SUMMARY = `The form now has a panel next to it with the benefits of an account.

- \`SignInPanel\` is new: a heading and a list of benefits, each with an icon, on the shop's soft green.
- \`SignInCard\` now requires \`benefits\`. From 1024 px on, form and panel are side by side. Below that the panel follows the form, so that the fields stay within reach of the thumb.

The form itself has not changed.`

/** The mistake: copies a line from memory that differs from the one in the file. */
export function signInPanel({ write, edits }: RecordedFiles): RecordedTurn {
  const card = edits('looks', CARD)
  return {
    prompt: 'put the form beside a panel with the benefits of an account',
    keywords: [
      ['panel', 'beside', 'next to', 'split', 'two column'],
      ['benefit', 'account', 'welcome', 'form', 'brand'],
    ],
    steps: [
      {
        thought: 'I read the card with the form, the preview, and how the shop’s Card handles a layout.',
        actions: [readWholeFile(CARD), readWholeFile(PREVIEW), readWholeFile('src/components/ui/card.tsx')],
      },
      {
        thought: 'The panel becomes its own component, and the card becomes a grid of two columns if there is space.',
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
        thought:
          'The line starts with mx-auto. This time I replace the whole line, then add the panel and give the preview three benefits.',
        actions: [...card.slice(3), ...edits('looks', PREVIEW), checkTypes()],
      },
      {
        thought: 'The types are right. I check the phone, where the panel must come last, and the desktop.',
        actions: [viewPage(375), viewPage(1280)],
      },
      {
        thought: 'They are side by side on the desktop, and one below the other on the phone.',
        actions: [finish(PANEL_SUMMARY)],
      },
    ],
  }
}

const PASSWORD_SUMMARY = `Visitors can show their password while they type, and see a warning if caps lock is on.

- \`PasswordField\` is new. Its "Show password" button is a toggle, so screen readers announce its name and its state. It is 44 px wide and follows the input in the tab order.
- "Caps lock is on." appears below the input while somebody types, and is announced.
- \`TextField\` has a new prop \`end\` for a control at the end of its input. Fields without it are unchanged.

There are no new dependencies: the button is the shop's own \`Button\`.`

/** The mistake: a package that the sandbox has but the repository doesn't declare, which the check rejects. */
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

export function signInPassword({ text, edits }: RecordedFiles): RecordedTurn {
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
        thought: 'I read the form, its field, and what the shop’s Button offers.',
        actions: [readWholeFile(FORM), readWholeFile(FIELD), readWholeFile('src/components/ui/button.tsx'), readWholeFile(PREVIEW)],
      },
      {
        thought:
          'The password field is based on the text field, which needs a place for a control at the end of the input. Radix has a Toggle for exactly this.',
        actions: [writeFile(PASSWORD, wrong), ...edits('behaviour', FIELD), ...edits('behaviour', FORM)],
      },
      {
        thought: 'The preview gets a filled field too. Then I check the types and both widths.',
        actions: [...edits('behaviour', PREVIEW), checkTypes(), viewPage(375), viewPage(1280)],
      },
      {
        thought: 'The types are right, and the page has no findings.',
        actions: [finish(PASSWORD_SUMMARY)],
        endsInMistake: true,
      },
      {
        thought: 'The check is right: I never looked whether radix-ui is declared here.',
        actions: [readWholeFile('package.json')],
      },
      {
        thought: 'It is not, and one toggle doesn’t justify a dependency. The shop’s Button with aria-pressed does the same.',
        actions: [...editsBetween(PASSWORD, wrong, right), checkTypes(), viewPage(375)],
      },
      {
        thought: 'It looks the same, and all its dependencies are declared.',
        actions: [finish(PASSWORD_SUMMARY)],
      },
    ],
  }
}
