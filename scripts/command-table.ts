import { readFile, writeFile } from 'node:fs/promises'
import { COMMANDS } from '#src/domain/commands/parse-command.ts'

/** The pages with a table of the commands; a test compares both tables with this script. */
const PAGES = ['README.md', 'docs/commands.md'] as const

const TABLE = /(?<=^<!-- commands:begin -->\n)[^]*?(?=^<!-- commands:end -->$)/m

/** The text of `page` with its table of the commands up to date. Throws if the page has no markers for it. */
export function withCommandTable(page: (typeof PAGES)[number], text: string): string {
  if (!TABLE.test(text)) throw new Error(`${page} has no <!-- commands:begin --> and <!-- commands:end -->`)
  const rows = page === 'README.md' ? shortRows() : fullRows()
  return text.replace(TABLE, () => rows.map((cells) => `| ${cells.join(' | ')} |\n`).join(''))
}

function shortRows(): string[][] {
  const rows = Object.values(COMMANDS).map(({ usage, meaning }) => [`\`${usage}\``, meaning])
  return [['Command', 'What it does'], ['---', '---'], ...rows]
}

function fullRows(): string[][] {
  const rows = Object.values(COMMANDS).map((command) => {
    const details = 'details' in command ? ` ${command.details}` : ''
    return [`\`${command.usage}\``, command.where, `${command.meaning}.${details}`]
  })
  return [['Command', 'Where', 'What it does'], ['---', '---', '---'], ...rows]
}

if (import.meta.main) {
  for (const page of PAGES) await writeFile(page, withCommandTable(page, await readFile(page, 'utf8')))
}
