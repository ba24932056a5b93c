import { editsBetween } from '../edits-between.ts'
import type { RecordedFiles } from '../recorded-files.ts'
import { checkTypes, editFile, finish, readWholeFile, viewPage, writeFile, type RecordedSession } from '../recording.ts'

const FIGURES = 'src/lib/figures.ts'
const FIGURE_CARD = 'src/components/figure-card.tsx'
const TREND = 'src/components/trend-line.tsx'
const CHART = 'src/components/month-chart.tsx'
const SWITCH = 'src/components/measure-switch.tsx'
const PREVIEW = '.ollio/preview.tsx'

const TRENDS_SUMMARY = `Every figure can show where it comes from: a small line over the last months.

- \`Figure\` takes a \`trend\`, the values of the months up to this one. A figure without one looks as before.
- \`TrendLine\` is new: a line without axes that ends in a dot, in the shop's green. Its text alternative has the values.

The chart and everything else is as it was.`

/** The mistake: the last of a list, taken as if a list always had one. */
const RIGHT_LAST = `  const last = values.at(-1)
  if (last === undefined) return null
`
const WRONG_LAST = `  const last = values[values.length - 1]
`

export function dashboardTrends({ text, edits }: RecordedFiles): RecordedSession {
  const right = text('looks', TREND)
  const wrong = right.replace(RIGHT_LAST, WRONG_LAST)
  return {
    prompt: 'give each figure a small trend line',
    keywords: [
      ['trend', 'sparkline'],
      ['figure', 'card', 'number', 'tile', 'each', 'every'],
    ],
    steps: [
      {
        thought: 'I read the card of a figure, its data, and what the preview has of it.',
        actions: [
          readWholeFile(FIGURE_CARD),
          readWholeFile(FIGURES),
          readWholeFile('src/lib/format-figure.ts'),
          readWholeFile('src/components/daily-chart.tsx'),
          readWholeFile(PREVIEW),
        ],
      },
      {
        thought: 'The line is a small drawing of its own, and the card shows it to the right of the value where a figure has a trend.',
        actions: [writeFile(TREND, wrong), ...edits('looks', FIGURES), ...edits('looks', FIGURE_CARD)],
      },
      {
        thought: 'The preview gets half a year for each of its four figures.',
        actions: [...edits('looks', PREVIEW), checkTypes()],
        endsInMistake: true,
      },
      {
        thought: 'A list can be empty, and the compiler here insists on it. Without values there is nothing to draw.',
        actions: [...editsBetween(TREND, wrong, right), checkTypes()],
      },
      {
        thought: 'The types are right. I look whether value and line fit beside each other.',
        actions: [viewPage(375), viewPage(1280)],
      },
      {
        thought: 'They do, on the phone as well as four in a row.',
        actions: [finish(TRENDS_SUMMARY)],
      },
    ],
  }
}

const SWITCH_SUMMARY = `The chart can be switched between revenue and orders.

- \`MeasureSwitch\` is new: two radio buttons in a fieldset that look like one switch, so arrow keys and screen readers work as everywhere.
- \`Day\` now needs \`orders\`. Heading, axis, description and table follow the choice, and a status line announces it.

It starts with revenue. The figures above are as they were.`

/** The mistake: an edit that looks for something which stands at two places. */
export function dashboardSwitch({ write, edits }: RecordedFiles): RecordedSession {
  const chart = edits('behaviour', CHART)
  return {
    prompt: 'let people switch the chart between revenue and orders',
    keywords: [
      ['switch', 'toggle', 'choose', 'change'],
      ['order', 'revenue', 'chart'],
    ],
    steps: [
      {
        thought: 'I read the chart’s card, its data, and how values are written.',
        actions: [readWholeFile(CHART), readWholeFile(FIGURES), readWholeFile('src/lib/format-figure.ts'), readWholeFile(PREVIEW)],
      },
      {
        thought:
          'A day gets its orders. The switch is two radio buttons, and a small table in the chart’s card says what each choice means.',
        actions: [write('behaviour', SWITCH), ...edits('behaviour', FIGURES), ...chart.slice(0, 5)],
      },
      {
        thought: 'Now the chart and the table below it write values by what was chosen.',
        actions: [editFile(CHART, 'points={points} format={formatPrice}', 'points={points} format={format}')],
        endsInMistake: true,
      },
      {
        thought: 'Chart and table both have that text, so it was refused. I replace them one by one, with the lines around them.',
        actions: [...chart.slice(5), ...edits('behaviour', PREVIEW), checkTypes()],
      },
      {
        thought: 'The types are right. I look at the phone, where the switch needs a line of its own, and at the desktop.',
        actions: [viewPage(375), viewPage(1280)],
      },
      {
        thought: 'It fits at both widths. This is done.',
        actions: [finish(SWITCH_SUMMARY)],
      },
    ],
  }
}
