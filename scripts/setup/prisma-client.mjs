import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './run.mjs'

export function clientIsGenerated(root) {
  const stamp = stampFile(root)
  if (!existsSync(join(root, 'src/adapters/prisma/generated/client.ts')) || !existsSync(stamp)) return false
  return readFileSync(stamp, 'utf8') === fingerprint(root)
}

export async function generateClient(root) {
  const node = join(root, 'node_modules', '.bin', 'node')
  // Removed first, so that an incomplete client has no stamp.
  rmSync(stampFile(root), { force: true })
  await run(node, [join(root, 'node_modules/prisma/build/index.js'), 'generate'], {
    what: 'generating the database client',
    advice: 'The database client could not be generated. Fix the problem that Prisma reports and try again.',
    mayBeKilled: true,
    cwd: root,
  })
  mkdirSync(join(root, '.ollio'), { recursive: true })
  writeFileSync(stampFile(root), fingerprint(root))
}

function stampFile(root) {
  return join(root, '.ollio', 'prisma-client.sha256')
}

/** Hash of everything that the generated code depends on. */
function fingerprint(root) {
  const hash = createHash('sha256')
  for (const file of ['prisma/schema.prisma', 'node_modules/prisma/package.json']) hash.update(readFileSync(join(root, file))).update('\0')
  return hash.digest('hex')
}
