import { html } from 'hono/html'
import { formatDay } from '#src/domain/messages/format.ts'
import type { Quota, QuotaDay } from '#src/ports/repository-reader.ts'
import type { Markup } from './page-layout.ts'

const DAY_MS = 24 * 60 * 60_000
const [WIDTH, HEIGHT, FOOT, SIDE] = [720, 160, 20, 36]

/** Credits spent per day as bars and credits left as a line. An equivalent table makes the data accessible. */
export function quotaChart({ days, balance }: Pick<Quota, 'days' | 'balance'>, count: number, now: Date): Markup {
  const known = new Map(days.map((one) => [one.day, one]))
  const names = Array.from({ length: count }, (_, index) => formatDay(new Date(now.getTime() - (count - 1 - index) * DAY_MS)))
  const balances = balancesOf(names, known, balance)
  const most = Math.max(1, ...balances, ...days.map(({ spent }) => spent))
  const x = (index: number): number => SIDE + (index * (WIDTH - SIDE)) / count
  const y = (credits: number): number => round((HEIGHT - FOOT) * (1 - Math.max(0, credits) / most) + 4)
  const wide = (WIDTH - SIDE) / count
  const points = balances.map((credits, index) => `${round(x(index) + wide / 2)},${y(credits)}`)
  const spent = names.reduce((sum, name) => sum + (known.get(name)?.spent ?? 0), 0)
  return html`<figure class="chart">
    <svg
      viewBox="0 0 ${WIDTH} ${HEIGHT + 8}"
      role="img"
      aria-label="Credits in the last ${count} days: ${spent} spent, ${balances.at(-1) ?? 0} left"
    >
      <g class="grid">
        ${[0, most / 2, most].map((credits) => html`<line x1="${SIDE}" x2="${WIDTH}" y1="${y(credits)}" y2="${y(credits)}" />`)}
      </g>
      ${[0, most / 2, most].map((credits) => html`<text x="${SIDE - 6}" y="${y(credits) + 4}" text-anchor="end">${Math.round(credits)}</text>`)}
      ${names.map((name, index) => {
        const credits = known.get(name)?.spent ?? 0
        if (credits <= 0) return ''
        return html`<rect
          class="bar"
          x="${round(x(index) + 1)}"
          width="${round(wide - 2)}"
          y="${y(credits)}"
          height="${round(y(0) - y(credits))}"
          ><title>${name}: ${credits} spent</title></rect
        >`
      })}
      <polyline class="level" points="${points.slice(balances.findIndex((credits) => credits > 0)).join(' ')}" />
      <circle class="point" r="4" cx="${points.at(-1)?.split(',')[0]}" cy="${points.at(-1)?.split(',')[1]}" />
      <text x="${SIDE}" y="${HEIGHT + 4}">${names[0]}</text>
      <text x="${WIDTH}" y="${HEIGHT + 4}" text-anchor="end">${names.at(-1)}</text>
    </svg>
    <figcaption class="soft">Bars: credits spent per day. Line: credits left.</figcaption>
    <details>
      <summary>Show as a table</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">Day</th>
            <th scope="col">Spent</th>
            <th scope="col">Added</th>
            <th scope="col">Left</th>
          </tr>
        </thead>
        <tbody>
          ${days.map(
            (one) =>
              html`<tr>
                <th scope="row">${one.day}</th>
                <td>${one.spent}</td>
                <td>${one.added}</td>
                <td>${one.balance}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </details>
  </figure>`
}

/**
 * Balance at the end of each day. Days before the first known one have its opening balance. If no day is known, all have today's balance.
 */
function balancesOf(names: readonly string[], known: ReadonlyMap<string, QuotaDay>, today: number): number[] {
  const first = names.map((name) => known.get(name)).find((one) => one !== undefined)
  let left = first === undefined ? today : first.balance + first.spent - first.added
  return names.map((name) => (left = known.get(name)?.balance ?? left))
}

function round(number: number): number {
  return Math.round(number * 10) / 10
}
