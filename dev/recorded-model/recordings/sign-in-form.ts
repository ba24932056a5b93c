import type { RecordedFiles } from '../recorded-files.ts'
import {
  checkTypes,
  editFile,
  finish,
  listFiles,
  readWholeFile,
  viewPage,
  writeFile,
  type RecordedSession,
  type Recording,
} from '../recording.ts'
import { signInPanel, signInPassword } from './sign-in-form-refinements.ts'

const FIELD = 'src/components/text-field.tsx'

/** The mistake: the hint has the color that bounds controls, which is too light for text. */
const RIGHT_HINT = `<p id={hintId} className="text-sm text-muted">`
const WRONG_HINT = `<p id={hintId} className="text-sm text-edge">`

const SUMMARY = `Added a sign-in form with validation, in a card with its heading and the way to a new account.

- \`SignInCard\` is what a page uses: \`<SignInCard onSignIn resetHref registerHref />\`. \`onSignIn\` resolves to \`null\`, or to a sentence that says why the shop refused.
- \`SignInForm\` checks its fields when it is submitted. The focus moves to the first one that needs another look; a problem goes away as soon as the value is right, and nobody is corrected while typing.
- \`TextField\` is a new primitive, because the shop had no input yet: label, hint and problem belong together, by \`aria-describedby\` and \`aria-invalid\`. \`FormAlert\` says what is wrong with the form as a whole, and is read out each time.
- While the shop answers the button keeps the focus and says so; a second click does nothing. Password managers find both fields.

There is no color for errors among the tokens. I took the terracotta of \`accent\`, with an icon and a sentence, never the color alone. No page uses the form yet.`

export function signInForm(files: RecordedFiles): Recording {
  return { name: 'sign-in form', generate: generateSession(files), refinements: [signInPanel(files), signInPassword(files)] }
}

function generateSession({ text, write }: RecordedFiles): RecordedSession {
  return {
    prompt: 'a sign-in form with validation',
    keywords: [
      ['sign in', 'signin', 'log in', 'login'],
      ['form', 'page', 'screen', 'card', 'valid'],
    ],
    steps: [
      {
        thought: 'First I want to know how this shop is built: its files, its habits and its tokens.',
        actions: [listFiles('src', 3), readWholeFile('AGENTS.md'), readWholeFile('src/index.css')],
      },
      {
        thought: 'There is a Button and a Card, but no input. I read both, so that a text field looks like one of the family.',
        actions: [
          readWholeFile('src/components/ui/button.tsx'),
          readWholeFile('src/components/ui/card.tsx'),
          readWholeFile('src/components/product-card.tsx'),
          readWholeFile('src/lib/cn.ts'),
        ],
      },
      {
        thought:
          'What is wrong with a value is a pure function. Around it: a field with label, hint and problem, an alert for the form as a whole, the form, and the card that it stands in.',
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
        thought: 'The types are right. I look at it on a phone.',
        actions: [viewPage(375)],
      },
      {
        thought:
          'The hint below the label is too light for text. I gave it "edge", which bounds controls; "muted" is the one that has 4.5:1 on every ground.',
        actions: [editFile(FIELD, WRONG_HINT, RIGHT_HINT), viewPage(375), viewPage(1280)],
      },
      {
        thought: 'No finding is left, and it stands well at both widths. This is done.',
        actions: [finish(SUMMARY)],
      },
    ],
  }
}
