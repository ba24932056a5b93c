import { Failure } from '#src/domain/shared/failures.ts'
import type { Artifacts } from '#src/ports/artifacts.ts'
import type { VersionPage } from '#src/ports/version-reader.ts'
import type { Zip } from '#src/ports/zip.ts'
import { trimBothOf } from '#src/domain/shared/trim-characters.ts'

/** Size limit of a download. */
const BYTES = 32 * 1024 * 1024

/** Packs the files into one ZIP archive. Throws a Failure if they are too large. */
export async function packFiles(
  { artifacts, zip }: { artifacts: Artifacts; zip: Zip },
  files: Readonly<Record<string, string>>,
): Promise<Uint8Array<ArrayBuffer>> {
  const packed: { path: string; bytes: Uint8Array }[] = []
  let total = 0
  for (const [path, artifact] of Object.entries(files)) {
    const bytes = await artifacts.get(artifact)
    total += bytes.length
    if (total > BYTES) throw new Failure('unexpected', `The download is larger than ${BYTES} bytes`)
    packed.push({ path, bytes })
  }
  return new Uint8Array(await zip.pack(packed))
}

/** Contains only ASCII characters that are safe in headers and file systems. */
export function downloadName({ projectName, version }: VersionPage, which: 'version' | 'project'): string {
  const words = projectName.normalize('NFKD').replace(/[^A-Za-z0-9]+/g, '-')
  const name = trimBothOf(words, '-').toLowerCase().slice(0, 60)
  return `${name === '' ? 'components' : name}-v${version}${which === 'project' ? '-project' : ''}`
}
