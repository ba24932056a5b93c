import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { galleryPage } from './gallery.ts'
import { resultsTable } from './results.ts'
import type { PromptResult } from './results.ts'

/** Writes the table, the same data as JSON, and the page with pictures; returns the file names. */
export async function writeResults(out: string, results: readonly PromptResult[]): Promise<string[]> {
  const files = {
    'results.md': `${resultsTable(results)}\n`,
    'results.json': `${JSON.stringify(results, null, 2)}\n`,
    'index.html': await galleryPage(results),
  }
  for (const [name, text] of Object.entries(files)) await writeFile(join(out, name), text)
  return Object.keys(files)
}
