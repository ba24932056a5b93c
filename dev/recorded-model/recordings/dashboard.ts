import { editsBetween } from '../edits-between.ts'
import type { RecordedFiles } from '../recorded-files.ts'
import { checkTypes, finish, listFiles, readWholeFile, viewPage, writeFile, type RecordedSession, type Recording } from '../recording.ts'
import { dashboardSwitch, dashboardTrends } from './dashboard-refinements.ts'

const TICKS = 'src/lib/nice-ticks.ts'

/** The mistake: a package that isn't there, so that the page can't be built. */
const WRONG_TICKS = `import { scaleLinear } from 'd3-scale'

/** Round whole values for an axis, from 0 to the first that is at least \`most\`: 0, 500, 1000, 1500 for 1218. */
export function niceTicks(most: number, count = 4): number[] {
  return scaleLinear().domain([0, most]).nice(count).ticks(count)
}
`

const SUMMARY = `Added a dashboard for one month: its figures, and a chart of its days.

- \`MonthDashboard\` is what a page uses: \`<MonthDashboard month comparedWith figures days />\`. Figures are a definition list, each beside what it is compared with, in words and not by an arrow alone. \`lowerIsBetter\` is for figures such as returns.
- \`DailyChart\` is an SVG without a library. It stretches with its box while the labels keep their size, from 320 px on. It has a title and a description, and \`DailyTable\` below it has every day as text.
- Axes end at round values, by \`niceTicks\`. Money is cents up to \`formatPrice\`.
- A month that has only begun says when its chart begins.

No page uses it yet, and there is no new dependency.`

export function dashboard(files: RecordedFiles): Recording {
  return { name: 'dashboard', generate: generateSession(files), refinements: [dashboardTrends(files), dashboardSwitch(files)] }
}

function generateSession({ text, write }: RecordedFiles): RecordedSession {
  return {
    prompt: 'a dashboard of this month’s figures with a chart',
    keywords: [['dashboard'], ['figure', 'chart', 'month', 'metric', 'kpi', 'number', 'sales', 'statistic', 'revenue']],
    steps: [
      {
        thought: 'First I want to know how this shop is built: its files, its habits and its tokens.',
        actions: [listFiles('src', 3), readWholeFile('AGENTS.md'), readWholeFile('src/index.css')],
      },
      {
        thought: 'Figures are cards, and money goes through one function. I read what there is for both.',
        actions: [
          readWholeFile('src/components/ui/card.tsx'),
          readWholeFile('src/lib/format-price.ts'),
          readWholeFile('src/lib/cn.ts'),
          readWholeFile('src/App.tsx'),
        ],
      },
      {
        thought: 'From the inside out: the data, how values and days are written, and round values for the axis.',
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
          'The chart is a drawing with labels beside it, so that text keeps its size, and a table for everybody who can’t use a drawing.',
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
        thought: 'The page can’t be built: there is no d3-scale. I look at what this repository declares.',
        actions: [readWholeFile('package.json')],
      },
      {
        thought: 'No charting package at all, and four round numbers don’t need one. I count them myself.',
        actions: [...editsBetween(TICKS, WRONG_TICKS, text('generated', TICKS)), checkTypes()],
      },
      {
        thought: 'The types are right. Now the phone, where the labels have least room, and the desktop.',
        actions: [viewPage(375), viewPage(1280)],
      },
      {
        thought: 'The labels fit, and nothing is found. This is done.',
        actions: [finish(SUMMARY)],
      },
    ],
  }
}
