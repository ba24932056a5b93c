import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'

/**
 * What the template of a folder is called at E2B: `<name>-<folder>:<tag>`. Where no tag is chosen, the tag is made from all the folder's
 * files, so that a worker takes the very template that its own version was made for.
 */
export async function e2bTemplateName(chosen: string, templatesFolder: string, template: string): Promise<string> {
  const [name = '', tag = null] = chosen.split(':')
  return `${name}-${template}:${tag ?? (await hashOf(join(templatesFolder, template)))}`
}

async function hashOf(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => relative(folder, join(entry.parentPath, entry.name)))
  const hash = createHash('sha256')
  for (const path of paths.filter((each) => !each.startsWith('node_modules')).toSorted())
    hash
      .update(`${path}\0`)
      .update(await readFile(join(folder, path)))
      .update('\0')
  return hash.digest('hex').slice(0, 16)
}
