import { existsSync, lstatSync, readlinkSync } from 'node:fs'

const TOP_FOLDERS = ['/bin', '/lib', '/lib32', '/lib64', '/libx32', '/sbin']
/** Needed to find programs and libraries. No other settings of the machine are visible. */
const SETTINGS = ['/etc/alternatives', '/etc/ld.so.cache']

/** Options for bubblewrap that mount the machine's programs and libraries, read-only. */
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
