import { existsSync, lstatSync, readlinkSync } from 'node:fs'

const TOP_FOLDERS = ['/bin', '/lib', '/lib32', '/lib64', '/libx32', '/sbin']
/** Needed to find programs and libraries; nothing else of the machine's settings is shown. */
const SETTINGS = ['/etc/alternatives', '/etc/ld.so.cache']

/** The machine's programs and libraries, read-only, as options of bubblewrap. */
export function systemMounts(): string[] {
  return ['--ro-bind', '/usr', '/usr', ...TOP_FOLDERS.flatMap(topFolder), '--dir', '/etc', ...SETTINGS.flatMap(readOnly)]
}

/** A link into /usr on most distributions, a folder on others. */
function topFolder(path: string): string[] {
  if (!existsSync(path)) return []
  return lstatSync(path).isSymbolicLink() ? ['--symlink', readlinkSync(path), path] : readOnly(path)
}

function readOnly(path: string): string[] {
  return existsSync(path) ? ['--ro-bind', path, path] : []
}
