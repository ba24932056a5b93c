import { spawn } from 'node:child_process'
import { expect, onTestFinished, test } from 'vitest'
import { attacked } from '../../support/sandbox/attacked.ts'
import { groupOf, processesWith } from '#test/support/sandbox-contract/host-processes.ts'
import { LABELS, longTime, run } from '#test/support/sandbox-contract/use-sandbox.ts'

const current = attacked()

/** System call numbers by processor. */
const CALLS = process.arch === 'arm64' ? { keyctl: 219, ptrace: 117, readMemory: 270 } : { keyctl: 250, ptrace: 101, readMemory: 310 }

test('no process outside can be seen or killed, not even one of the same user', async () => {
  const { machine, sandbox } = current()
  const seconds = longTime()
  const user = process.getuid?.() === 0 ? { uid: 64_001, gid: 64_001 } : {}
  const victim = spawn('sleep', [seconds], { stdio: 'ignore', cwd: '/', ...user })
  onTestFinished(() => void victim.kill('SIGKILL'))
  const other = await machine.provider.create('react', { ...LABELS, turn: 'other' })
  onTestFinished(() => other.destroy())
  const controller = new AbortController()
  const outcome = Promise.allSettled([run(other, `touch started; sleep ${seconds}`, { signal: controller.signal })])
  await expect.poll(async () => (await other.list('', 1)).map(({ path }) => path), { timeout: 5_000 }).toContain('started')
  const count = processesWith(seconds).length

  const attack = `kill -9 ${victim.pid}; ls /proc/${victim.pid}; ps -ef | grep -c '[s]leep ${seconds.slice(0, 3)}'; (kill -9 -1)`
  const seen = await run(sandbox, `${attack}; for pid in $(seq 2 4000); do kill -9 $pid 2>/dev/null; done`)
  expect(seen.stdout).toContain('0\n')
  await run(sandbox, 'kill -9 -- -1; kill -9 0')
  expect(processesWith(seconds)).toHaveLength(count)
  expect(victim.exitCode ?? victim.signalCode).toBeNull()
  controller.abort()
  expect(await outcome).toMatchObject([{ reason: { kind: 'cancelled' } }])
})

test('no process outside can be traced or read', async () => {
  const script = `
    for my $pid (${process.pid}, ${process.ppid}) {
      print "traced $pid\\n" if syscall(${CALLS.ptrace}, 16, $pid, 0, 0) == 0;
      my $buffer = "x" x 16; my $local = pack("PQ", $buffer, 16); my $remote = pack("QQ", 4194304, 16);
      print "read $pid\\n" if syscall(${CALLS.readMemory}, $pid, $local, 1, $remote, 1, 0) > 0;
    } print "done\\n"`
  expect((await run(current().sandbox, 'perl -e "$SCRIPT"', { env: { SCRIPT: script } })).stdout).toBe('done\n')
})

test('a command has no privileges, and can’t get any', async () => {
  const { stdout } = await run(current().sandbox, 'grep -E "^(Cap|NoNewPrivs|Seccomp:|Uid)" /proc/self/status | tr "\\t" " "')
  const lines = stdout.trim().split('\n')
  expect(lines.filter((line) => line.startsWith('Cap')).map((line) => line.split(' ')[1])).toEqual(Array(5).fill('0000000000000000'))
  expect(lines).toEqual(expect.arrayContaining(['NoNewPrivs: 1', 'Uid: 1000 1000 1000 1000', 'Seccomp: 2']))
})

test.each([
  'unshare --user true',
  'unshare --user --map-root-user --mount true',
  'unshare --mount true',
  'unshare --pid --fork true',
  'unshare --net true',
  'bwrap --ro-bind / / true',
  'nsenter --target 1 --mount true',
  'nsenter --target 1 --user --preserve-credentials true',
  'mount -t tmpfs none /tmp',
  'mount -t proc proc /proc',
  'mount --bind /tmp /usr',
  'mount -o remount,rw /usr',
  'umount /workspace',
  'umount --lazy /usr',
  'chroot / true',
  'mknod disk b 254 0',
  'mknod memory c 1 1',
  'chown 0:0 .',
  'setpriv --reuid=0 true',
  'su -c true',
  'hostname other',
  'dmesg',
  'renice -n -5 $$',
  'prlimit --nproc=unlimited --pid $$',
  'echo -1000 > /proc/self/oom_score_adj',
  'cat /dev/kmsg',
  'cat /proc/kcore',
  'head -c 1 /proc/kmsg',
])('%j is refused', async (command) => {
  const result = await run(current().sandbox, command)
  expect(result.exitCode).not.toBe(0)
  expect(result.stdout).toBe('')
})

test('a setuid file does not change the user', async () => {
  const { stdout } = await run(
    current().sandbox,
    'cp /usr/bin/id . && chmod 6755 id && ./id -u && find / -xdev -perm /6000 -type f -exec {} --version \\; 2>/dev/null | head -1 >/dev/null; id -u',
  )
  expect(stdout).toBe('1000\n1000\n')
})

test('keys that the kernel keeps for the worker’s user can’t be read', async () => {
  const script = `for my $ring (-1, -2, -3, -4, -5) { my $id = syscall(${CALLS.keyctl}, 0, $ring, 1); print "$ring $id\\n" if $id != -1 } print "done\\n"`
  expect((await run(current().sandbox, 'perl -e "$SCRIPT"; cat /proc/keys', { env: { SCRIPT: script } })).stdout).toBe('done\n')
})

test('everything that isolates a command is one process group, so that one signal ends it at any moment, and the command is not in it', async () => {
  const { sandbox } = current()
  const seconds = longTime()
  const controller = new AbortController()
  const outcome = Promise.allSettled([run(sandbox, `touch started; sleep ${seconds}; true`, { signal: controller.signal })])
  await expect.poll(async () => (await sandbox.list('', 1)).map(({ path }) => path), { timeout: 10_000 }).toContain('started')
  const processes = processesWith(seconds).map(groupOf)
  const groupsOf = (isolates: boolean) =>
    new Set(processes.filter(({ program }) => (program === 'bwrap') === isolates).map(({ group }) => group))
  expect(groupsOf(true).size).toBe(1)
  expect(groupsOf(false).size).toBe(1)
  expect(groupsOf(true)).not.toEqual(groupsOf(false))
  controller.abort()
  await outcome
})

test('the processes of one command can’t see those of another', async () => {
  const { sandbox } = current()
  const seconds = longTime()
  const controller = new AbortController()
  const outcome = Promise.allSettled([run(sandbox, `sleep ${seconds}`, { signal: controller.signal })])
  await expect.poll(() => processesWith(seconds).length, { timeout: 5_000 }).toBeGreaterThan(0)
  expect((await run(sandbox, `ps -ef | grep -c '[s]leep ${seconds.slice(0, 4)}'`)).stdout).toBe('0\n')
  controller.abort()
  await outcome
})
