import { editsBetween } from '../edits-between.ts'
import type { RecordedFiles } from '../recorded-files.ts'
import { checkTypes, editFile, finish, readWholeFile, viewPage, writeFile, type RecordedTurn } from '../recording.ts'

const FIGURES = 'src/lib/figures.ts'
const FIGURE_CARD = 'src/components/figure-card.tsx'
const TREND = 'src/components/trend-line.tsx'
const CHART = 'src/components/month-chart.tsx'
const SWITCH = 'src/components/measure-switch.tsx'
const PREVIEW = '.ollio/preview.tsx'

const TRENDS_SUMMARY = `Each figure can show how it developed, as a small line over the last months.

- \`Figure\` has a new prop \`trend\` with the values of the months up to the current one. Figures without it look the same as before.
- \`TrendLine\` is new: a line without axes that ends in a dot, in the shop's green. Its text alternative lists the values.

The chart and everything else are unchanged.`

/** The mistake: reads the last element of a list that may be empty. */
const RIGHT_LAST = `  const last = values.at(-1)
  if (last === undefined) return null
`
const WRONG_LAST = `  const last = values[values.length - 1]
`

export function dashboardTrends({ text, edits }: RecordedFiles): RecordedTurn {
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
        thought: 'I read the figure card, its data, and how the preview uses it.',
        actions: [
          readWholeFile(FIGURE_CARD),
          readWholeFile(FIGURES),
          readWholeFile('src/lib/format-figure.ts'),
          readWholeFile('src/components/daily-chart.tsx'),
          readWholeFile(PREVIEW),
        ],
      },
      {
        thought: 'The line becomes a small SVG component. The card shows it to the right of the value if a figure has a trend.',
        actions: [writeFile(TREND, wrong), ...edits('looks', FIGURES), ...edits('looks', FIGURE_CARD)],
      },
      {
        thought: 'The preview gets six months of values for each of its four figures.',
        actions: [...edits('looks', PREVIEW), checkTypes()],
        endsInMistake: true,
      },
      {
        thought: 'The list can be empty, and the compiler rejects that. Without values, the component now draws nothing.',
        actions: [...editsBetween(TREND, wrong, right), checkTypes()],
      },
      {
        thought: 'The types are right. Now I check that the value and the line fit next to each other.',
        actions: [viewPage(375), viewPage(1280)],
      },
      {
        thought: 'They fit, on the phone and with four figures in a row.',
        actions: [finish(TRENDS_SUMMARY)],
      },
    ],
  }
}

const SWITCH_SUMMARY = `The chart can be switched between revenue and orders.

- \`MeasureSwitch\` is new: two radio buttons in a fieldset, styled as one switch. Arrow keys and screen readers work as usual.
- \`Day\` now requires \`orders\`. Heading, axis, description and table follow the choice, and a status line announces it.

The chart starts with revenue. The figures above it are unchanged.`

/** The mistake: an edit whose text occurs twice in the file. */
export function dashboardSwitch({ write, edits }: RecordedFiles): RecordedTurn {
  const chart = edits('behaviour', CHART)
  return {
    prompt: 'let people switch the chart between revenue and orders',
    keywords: [
      ['switch', 'toggle', 'choose', 'change'],
      ['order', 'revenue', 'chart'],
    ],
    steps: [
      {
        thought: 'I read the chart’s card, its data, and how values are formatted.',
        actions: [readWholeFile(CHART), readWholeFile(FIGURES), readWholeFile('src/lib/format-figure.ts'), readWholeFile(PREVIEW)],
      },
      {
        thought:
          'Each day gets its number of orders. The switch is two radio buttons, and a small lookup table in the chart’s card has the texts for each choice.',
        actions: [write('behaviour', SWITCH), ...edits('behaviour', FIGURES), ...chart.slice(0, 5)],
      },
      {
        thought: 'Now the chart and the table below it format their values by the choice.',
        actions: [editFile(CHART, 'points={points} format={formatPrice}', 'points={points} format={format}')],
        endsInMistake: true,
      },
      {
        thought: 'Chart and table both contain that text, so the edit failed. I replace them one at a time, with the lines around them.',
        actions: [...chart.slice(5), ...edits('behaviour', PREVIEW), checkTypes()],
      },
      {
        thought: 'The types are right. I check the phone, where the switch needs its own line, and the desktop.',
        actions: [viewPage(375), viewPage(1280)],
      },
      {
        thought: 'It fits at both widths, so I am done.',
        actions: [finish(SWITCH_SUMMARY)],
      },
    ],
  }
}
