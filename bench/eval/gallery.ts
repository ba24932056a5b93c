import { html } from 'hono/html'
import { dollars } from '#src/domain/credits/money.ts'
import { pictureLabel } from '#src/domain/preview/picture-name.ts'
import { checksOf, tokensOf } from './results.ts'
import type { PromptResult, TurnResult } from './results.ts'

const STYLE = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { max-width: 100rem; margin: 0 auto; padding: 1.5rem; }
  section { border-top: 1px solid; padding-block: 1rem; }
  h2 { font-size: 1.1rem; margin: 0; }
  h3 { font-size: 1rem; font-weight: 600; margin: 1rem 0 0; }
  .pictures { display: flex; flex-wrap: wrap; align-items: flex-start; gap: 1rem; margin-top: .5rem; }
  figure { margin: 0; }
  img { max-height: 28rem; max-width: 100%; border: 1px solid #8888; }
  .no { color: light-dark(#a40000, #ff9d9d); }`

/** One page with the pictures side by side, which are files next to it. */
export async function galleryPage(results: readonly PromptResult[]): Promise<string> {
  const page = await html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Results of the prompts</title>
        <style>
          ${STYLE}
        </style>
      </head>
      <body>
        <h1>Results of the prompts</h1>
        ${results.map(
          ({ prompt, turns }, index) =>
            html`<section>
              <h2>${index + 1}. ${prompt}</h2>
              ${turns.map(turnPart)}
            </section>`,
        )}
      </body>
    </html>`
  return String(page)
}

function turnPart(turn: TurnResult) {
  const figures = [
    `${turn.steps} steps`,
    `${tokensOf(turn).toLocaleString('en')} tokens`,
    ...(turn.dollars === null ? [] : [dollars(turn.dollars)]),
    `${turn.seconds.toFixed(1)} s`,
    checksOf(turn),
  ]
  return html`<h3>/ollio ${turn.command}</h3>
    <p class="${turn.published ? 'yes' : 'no'}">${turn.published ? 'Published' : 'Not published'}: ${figures.join(' · ')}</p>
    <div class="pictures">
      ${turn.pictures.map(
        ({ file, name }) =>
          html`<figure>
            <img src="${file}" alt="${turn.command}, ${pictureLabel(name)}" loading="lazy" />
            <figcaption>${pictureLabel(name)}</figcaption>
          </figure>`,
      )}
    </div>`
}
