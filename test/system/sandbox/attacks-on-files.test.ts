import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { reactTemplate } from '#test/support/installed-template.ts'
import { attacked, secret } from '../../support/sandbox/attacked.ts'
import { bytes, LABELS, run } from '#test/support/sandbox-contract/use-sandbox.ts'

const current = attacked()

/** Tries to read the files of a list in every way that is possible with the programs in the sandbox. */
const READ_ALL = `
for path in $PATHS; do
  cat "$path"; cat "/proc/1/root$path"; cat "/proc/self/root/../..$path"; cat "../../../../..$path"; cat "/proc/1/cwd$path"
  ls -la "$path" "$(dirname "$path")"
  ln -sf "$path" link; cat link
done`

test.each([
  ['home', homedir()],
  ['folder for temporary files', tmpdir()],
  ['checkout', process.cwd()],
])('no file in the %s of the worker’s user can be read, whatever its permissions', async (_where, parent) => {
  const folder = await mkdtemp(join(parent, '.ollio-attack-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await chmod(folder, 0o777)
  const content = secret()
  await writeFile(join(folder, 'note'), content, { mode: 0o666 })
  const result = await run(current().sandbox, `${READ_ALL}; find / -name "$(basename "$PATHS")" -not -path '/proc/*'`, {
    env: { PATHS: join(folder, 'note') },
  })
  expect(result.stdout + result.stderr).not.toContain(content)
  expect(result.stderr).toContain('No such file or directory')
})

test('neither passwords nor other settings of the machine are visible', async () => {
  const { stdout } = await run(current().sandbox, 'ls -A /etc; cat /etc/passwd /etc/group; cat /etc/shadow /etc/resolv.conf')
  expect(stdout.split('\n').slice(0, 5)).toEqual(['alternatives', 'group', 'hosts', 'ld.so.cache', 'passwd'])
  const names = stdout.match(/^\w+(?=:)/gm)
  expect(names).toEqual(['user', 'nobody', 'user', 'nogroup'])
  expect((await run(current().sandbox, 'cat /etc/hosts')).stdout).toBe('127.0.0.1 localhost sandbox\n::1 localhost\n')
})

test('the root folder has what programs need, and nothing else', async () => {
  const { stdout } = await run(
    current().sandbox,
    'ls -A / | grep -v -x -E "bin|lib|lib32|lib64|libx32|sbin"; ls -A /opt /home /root /work /mnt /sys /run /var',
  )
  expect(stdout).toBe('dev\netc\nnode_modules\nopt\nproc\ntemplate\ntmp\nusr\nworkspace\n/opt:\nollio\n')
})

test('no environment of a process of the machine can be read, and none is inherited', async () => {
  const content = secret()
  const other = spawn('sleep', ['1000'], { env: { SECRET: content }, stdio: 'ignore' })
  onTestFinished(() => void other.kill('SIGKILL'))
  const result = await run(
    current().sandbox,
    `cat /proc/*/environ /proc/*/task/*/environ /proc/${other.pid}/environ | tr "\\0" "\\n"; echo; echo then; wc -c < /proc/1/environ; env -u PWD | cut -d= -f1 | sort | tr "\\n" " "`,
  )
  expect(result.stdout + result.stderr).not.toContain(content)
  expect(result.stdout.split('then\n').at(-1)).toBe('0\nCI HOME LANG NO_COLOR PATH SHLVL TERM _ ')
})

test('no file that the worker or its parent has open is open inside', async () => {
  const { machine, sandbox, hostFolder } = current()
  const content = secret()
  await writeFile(join(hostFolder, 'note'), content)
  const command = `ls /proc/self/fd | tr '\\n' ' '; cat /proc/self/fd/*/note; for fd in 3 4 5 20 99 200; do cat /proc/self/fd/$fd/note <&$fd; done`
  const script = `exec 20< "$1" 99< "$1" 200< "$1/note"; shift; exec "$@"`
  const child = spawn('/bin/bash', ['-c', script, 'bash', hostFolder, process.execPath, ...machine.elsewhere, sandbox.id, 'run', command], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const output = (await child.stdout.toArray()).join('')
  expect(output).toBe('0 1 2 3 ')
})

test('nothing outside of the workspace and the folders for temporary files can be written', async () => {
  const template = await reactTemplate()
  const before = readdirSync(join(template, 'node_modules')).length
  const places = [
    '/',
    '/usr',
    '/usr/bin',
    '/bin',
    '/lib',
    '/etc',
    '/dev',
    '/opt',
    '/opt/ollio/bin',
    '/node_modules',
    '/node_modules/react',
    '/template',
    '/proc',
    '/proc/sys/kernel',
  ]
  const files = [
    '/etc/passwd',
    '/opt/ollio/bin/node',
    '/template/compile_page.sh',
    '/node_modules/react/index.js',
    '/usr/bin/env',
    '/etc/ld.so.cache',
    '/proc/sys/kernel/hostname',
  ]
  const command = `
    for place in $PLACES; do (echo bad > "$place/ollio-was-here" || mkdir "$place/ollio-was-here") 2>/dev/null && echo "wrote to $place"; done
    for file in $FILES; do (echo bad >> "$file" || truncate -s 0 "$file" || rm "$file" || mv "$file" /tmp/ || chmod 777 "$file") 2>/dev/null && echo "changed $file"; done
    find / -writable -not -type l -not -path '/proc/*' -not -path '/tmp/*' -not -path '/workspace/*' 2>/dev/null |
      grep -v -x -E '/dev/(full|null|ptmx|pts.*|random|tty|urandom|zero)' | sort
    echo done`
  const { stdout } = await run(current().sandbox, command, { env: { PLACES: places.join(' '), FILES: files.join(' ') } })
  expect(stdout).toBe('/dev/shm\n/tmp\n/workspace\ndone\n')
  expect(readdirSync(join(template, 'node_modules'))).toHaveLength(before)
  expect(readFileSync(join(template, 'template/compile_page.sh'), 'utf8')).not.toContain('bad')
})

test('no other sandbox is visible', async () => {
  const { machine, sandbox } = current()
  const other = await machine.provider.create('react', { ...LABELS, turn: 'other' })
  onTestFinished(() => other.destroy())
  const content = secret()
  await other.writeFile(`${content}/note`, bytes(content))
  await run(other, 'cp -r . /tmp; cp -r . /dev/shm')
  const command = `find / -name '${content.slice(0, 10)}*' 2>/dev/null; ls -A /tmp /dev/shm; cat "$PATHS"; ${READ_ALL}`
  const result = await run(sandbox, command, { env: { PATHS: join(machine.folder, other.id, 'workspace', content, 'note') } })
  expect(result.stdout.startsWith('/dev/shm:\n\n/tmp:\n')).toBe(true)
  expect(result.stdout).not.toContain(other.id)
})
