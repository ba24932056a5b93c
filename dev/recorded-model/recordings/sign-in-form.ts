import type { RecordedFiles } from '../recorded-files.ts'
import {
  checkTypes,
  editFile,
  finish,
  listFiles,
  readWholeFile,
  viewPage,
  writeFile,
  type RecordedTurn,
  type Recording,
} from '../recording.ts'
import { signInPanel, signInPassword } from './sign-in-form-refinements.ts'

const FIELD = 'src/components/text-field.tsx'

/** The mistake: the hint has the color for borders of controls, which is too light for text. */
const RIGHT_HINT = `<p id={hintId} className="text-sm text-muted">`
const WRONG_HINT = `<p id={hintId} className="text-sm text-edge">`

const SUMMARY = `Added a sign-in form with validation, in a card with a heading and a link to create an account.

- Use \`SignInCard\` in a page: \`<SignInCard onSignIn resetHref registerHref />\`. \`onSignIn\` resolves to \`null\`, or to a sentence that explains why the sign-in failed.
- \`SignInForm\` checks its fields on submit. The focus moves to the first invalid field, an error disappears as soon as the value is valid, and nobody is corrected while typing.
- \`TextField\` is a new primitive, because the shop had no input. It connects label, hint and error with \`aria-describedby\` and \`aria-invalid\`. \`FormAlert\` shows errors of the whole form, and screen readers announce it each time.
- While the request runs, the button keeps the focus and says so, and a second click does nothing. Password managers recognize both fields.

The design tokens have no color for errors. I used the terracotta of \`accent\`, with an icon and a sentence, never the color alone. No page uses the form yet.`

export function signInForm(files: RecordedFiles): Recording {
  return { name: 'sign-in form', generate: generateTurn(files), refinements: [signInPanel(files), signInPassword(files)] }
}

function generateTurn({ text, write }: RecordedFiles): RecordedTurn {
  return {
    prompt: 'a sign-in form with validation',
    keywords: [
      ['sign in', 'signin', 'log in', 'login'],
      ['form', 'page', 'screen', 'card', 'valid'],
    ],
    steps: [
      {
        thought: 'First I look at how this shop is built: its files, conventions and design tokens.',
        actions: [listFiles('src', 3), readWholeFile('AGENTS.md'), readWholeFile('src/index.css')],
      },
      {
        thought: 'There are a Button and a Card, but no input. I read both, so that the new text field matches them.',
        actions: [
          readWholeFile('src/components/ui/button.tsx'),
          readWholeFile('src/components/ui/card.tsx'),
          readWholeFile('src/components/product-card.tsx'),
          readWholeFile('src/lib/cn.ts'),
        ],
      },
      {
        thought:
          'The validation is a pure function. Around it are a field with label, hint and error, an alert for the whole form, the form, and its card.',
        actions: [
          write('generated', 'src/lib/sign-in-problems.ts'),
          writeFile(FIELD, text('generated', FIELD).replace(RIGHT_HINT, WRONG_HINT)),
          write('generated', 'src/components/form-alert.tsx'),
          write('generated', 'src/components/sign-in-form.tsx'),
          write('generated', 'src/components/sign-in-card.tsx'),
          write('generated', '.ollio/preview.tsx'),
          checkTypes(),
        ],
      },
      {
        thought: 'The types are right. I view it on a phone.',
        actions: [viewPage(375)],
      },
      {
        thought:
          'The hint below the label is too light for text. I used "edge", which is for borders; "muted" has a contrast of 4.5:1 on every background.',
        actions: [editFile(FIELD, WRONG_HINT, RIGHT_HINT), viewPage(375), viewPage(1280)],
      },
      {
        thought: 'There are no findings left, and it looks right at both widths. I am done.',
        actions: [finish(SUMMARY)],
      },
    ],
  }
}
