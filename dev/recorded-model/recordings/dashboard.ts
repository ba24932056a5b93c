import { editsBetween } from '../edits-between.ts'
import type { RecordedFiles } from '../recorded-files.ts'
import { checkTypes, finish, listFiles, readWholeFile, viewPage, writeFile, type RecordedTurn, type Recording } from '../recording.ts'
import { dashboardSwitch, dashboardTrends } from './dashboard-refinements.ts'

const TICKS = 'src/lib/nice-ticks.ts'

/** The mistake: a missing package, so that the page doesn't build. */
const WRONG_TICKS = `import { scaleLinear } from 'd3-scale'

/** Round whole values for an axis, from 0 to the first that is at least \`most\`: 0, 500, 1000, 1500 for 1218. */
export function niceTicks(most: number, count = 4): number[] {
  return scaleLinear().domain([0, most]).nice(count).ticks(count)
}
`

const SUMMARY = `Added a dashboard for one month, with its figures and a chart by day.

- Use \`MonthDashboard\` in a page: \`<MonthDashboard month comparedWith figures days />\`. The figures are a definition list. Each one is compared with an earlier month, in words and not only by an arrow. \`lowerIsBetter\` is for figures such as returns.
- \`DailyChart\` is an SVG without a library. It fills its box from 320 px on, and its labels keep their size. It has a title and a description, and \`DailyTable\` below it lists every day as text.
- The axes end at round values, calculated by \`niceTicks\`. Money is in cents until \`formatPrice\` formats it.
- At the start of a month, a text says when the chart will begin.

No page uses the dashboard yet. There are no new dependencies.`

export function dashboard(files: RecordedFiles): Recording {
  return { name: 'dashboard', generate: generateTurn(files), refinements: [dashboardTrends(files), dashboardSwitch(files)] }
}

function generateTurn({ text, write }: RecordedFiles): RecordedTurn {
  return {
    prompt: 'a dashboard of this month’s figures with a chart',
    keywords: [['dashboard'], ['figure', 'chart', 'month', 'metric', 'kpi', 'number', 'sales', 'statistic', 'revenue']],
    steps: [
      {
        thought: 'First I look at how this shop is built: its files, conventions and design tokens.',
        actions: [listFiles('src', 3), readWholeFile('AGENTS.md'), readWholeFile('src/index.css')],
      },
      {
        thought: 'Figures are cards, and one function formats money. I read the existing code for both.',
        actions: [
          readWholeFile('src/components/ui/card.tsx'),
          readWholeFile('src/lib/format-price.ts'),
          readWholeFile('src/lib/cn.ts'),
          readWholeFile('src/App.tsx'),
        ],
      },
      {
        thought: 'I start with the small parts: the data, the formatting of values and days, and round values for the axis.',
        actions: [
          write('generated', 'src/lib/figures.ts'),
          write('generated', 'src/lib/format-figure.ts'),
          write('generated', 'src/lib/format-day.ts'),
          writeFile(TICKS, WRONG_TICKS),
          write('generated', 'src/components/figure-card.tsx'),
        ],
      },
      {
        thought:
          'The chart is an SVG with labels next to it, so that text keeps its size. A table has the same data for people who can’t use the chart.',
        actions: [
          write('generated', 'src/components/daily-chart.tsx'),
          write('generated', 'src/components/daily-table.tsx'),
          write('generated', 'src/components/month-chart.tsx'),
          write('generated', 'src/components/month-dashboard.tsx'),
          write('generated', '.ollio/preview.tsx'),
          viewPage(1280),
        ],
        endsInMistake: true,
      },
      {
        thought: 'The page doesn’t build because d3-scale is missing. I check which packages this repository declares.',
        actions: [readWholeFile('package.json')],
      },
      {
        thought: 'There is no chart package, and four round numbers don’t need one. I calculate them myself.',
        actions: [...editsBetween(TICKS, WRONG_TICKS, text('generated', TICKS)), checkTypes()],
      },
      {
        thought: 'The types are right. I check the phone, where the labels have the least space, and the desktop.',
        actions: [viewPage(375), viewPage(1280)],
      },
      {
        thought: 'The labels fit, and there are no findings. I am done.',
        actions: [finish(SUMMARY)],
      },
    ],
  }
}
