import { createHash, randomUUID } from 'node:crypto'
import { access, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker'

const SOURCE = fileURLToPath(new URL('../..', import.meta.url))

/**
 * Bundles the workflows into one script in `cacheFolder`. The file is named after a hash of its inputs. Bundling takes seconds, and a
 * worker that was killed should be back at once. Safe to call from several processes at once.
 */
export async function bundleWorkflows(cacheFolder: string): Promise<{ codePath: string }> {
  const codePath = join(cacheFolder, 'workflows', `${await fingerprint()}.js`)
  if (await exists(codePath)) return { codePath }
  const { code } = await bundleWorkflowCode({ workflowsPath: join(SOURCE, 'workflows/index.ts'), logger: new DefaultLogger('WARN') })
  const unfinished = `${codePath}.${randomUUID()}`
  await mkdir(join(cacheFolder, 'workflows'), { recursive: true })
  await writeFile(unfinished, code)
  await rename(unfinished, codePath)
  return { codePath }
}

/** A hash of the workflows, the domain code and the lockfile. */
async function fingerprint(): Promise<string> {
  const hash = createHash('sha256')
  const folders = await Promise.all(['workflows', 'domain'].map((name) => sourceFiles(join(SOURCE, name))))
  for (const path of [...folders.flat(), join(SOURCE, '../package-lock.json')]) {
    hash
      .update(`${path.slice(SOURCE.length)}\0`)
      .update(await readFile(path))
      .update('\0')
  }
  return hash.digest('hex').slice(0, 32)
}

async function sourceFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return files.toSorted((one, other) => (one < other ? -1 : 1))
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
