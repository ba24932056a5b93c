import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { attacked, secret } from '../../support/sandbox/attacked.ts'
import { run } from '#test/support/sandbox-contract/use-sandbox.ts'

const current = attacked()

/** Tries to connect to each of `TARGETS` (JSON of options for `net.connect`), and prints which ones answered. */
const CONNECT = `
const { connect } = require('node:net')
const tries = JSON.parse(process.env.TARGETS).map((target) => new Promise((resolve) => {
  const socket = connect(target)
  socket.setTimeout(2000, () => resolve('silent'))
  socket.once('connect', () => { console.log('reached ' + JSON.stringify(target)); resolve() })
  socket.once('error', (error) => resolve(error.code))
}))
Promise.all(tries).then((codes) => { console.log('tried ' + [...new Set(codes)].sort().join(' ')); process.exit(0) })`

async function tryAll(targets: object[]): Promise<string> {
  const { stdout } = await run(current().sandbox, 'node -e "$SCRIPT"', { env: { SCRIPT: CONNECT, TARGETS: JSON.stringify(targets) } })
  return stdout.trim()
}

/** A server that counts its visitors. */
async function listening(at: object): Promise<{ server: Server; visits: () => number }> {
  let visits = 0
  const server = createServer((socket) => {
    visits += 1
    socket.on('error', () => undefined).end('hello')
  })
  server.listen(at)
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return { server, visits: () => visits }
}

test('no address of the machine answers, not even its loopback', async () => {
  const { server, visits } = await listening({ port: 0, host: '::' })
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  const own = Object.values(networkInterfaces()).flatMap((addresses = []) => addresses.map((one) => one.address))
  const hosts = [...new Set(['127.0.0.1', '127.1.2.3', '::1', '0.0.0.0', '::', '::ffff:127.0.0.1', ...own])]
  expect(await tryAll(hosts.map((host) => ({ host, port })))).toMatch(/^tried [A-Z ]+$/)
  const shell = await run(current().sandbox, `exec 5<>/dev/tcp/127.0.0.1/${port} && cat <&5`)
  expect(shell).toMatchObject({ exitCode: 1, stdout: '' })
  expect(visits()).toBe(0)
})

test('nothing of the surrounding network answers: no metadata, no name, no address', async () => {
  const targets = ['169.254.169.254', 'fd00:ec2::254', '1.1.1.1', '10.0.0.1', '192.168.0.1', '172.17.0.1'].map((host) => ({
    host,
    port: 80,
  }))
  expect(await tryAll(targets)).toBe('tried ENETUNREACH')
  const names = ['localhost.localdomain', 'example.com', 'metadata.google.internal']
  const script = `for (const name of ${JSON.stringify(names)}) require('node:dns').lookup(name, (error) => console.log(error ? 'none' : 'resolved ' + name))`
  const resolve = `for (const name of ${JSON.stringify(names)}) require('node:dns').resolve4(name, (error) => console.log(error ? 'none' : 'resolved ' + name))`
  const { stdout } = await run(current().sandbox, 'node -e "$LOOKUP"; timeout 5 node -e "$RESOLVE"', {
    env: { LOOKUP: script, RESOLVE: resolve },
  })
  expect(stdout).not.toContain('resolved')
})

test('no packet gets out', async () => {
  const received: string[] = []
  const socket = createSocket('udp4', (message) => received.push(message.toString()))
  socket.bind(0, '0.0.0.0')
  await once(socket, 'listening')
  onTestFinished(() => void socket.close())
  const { port } = socket.address()
  const hosts = Object.values(networkInterfaces()).flatMap((all = []) =>
    all.filter(({ family }) => family === 'IPv4').map(({ address }) => address),
  )
  const sends = [...hosts, '255.255.255.255', '224.0.0.1'].map((host) => `echo hello > /dev/udp/${host}/${port}`)
  const { stdout } = await run(
    current().sandbox,
    `${sends.join('; ')}; ls /sys/class/net; tail -n +3 /proc/net/dev | cut -d: -f1 | tr -d ' '`,
  )
  expect(stdout).toBe('lo\n')
  expect(received).toEqual([])
})

test('no socket of the machine can be reached, neither with a name in a folder nor an abstract one', async () => {
  const { hostFolder, machine } = current()
  const abstract = `\0ollio-${secret()}`
  const paths = [join(hostFolder, 'socket'), join(machine.folder, 'socket'), abstract]
  const servers = await Promise.all(paths.map((path) => listening({ path })))
  const known = ['/var/run/docker.sock', '/run/dbus/system_bus_socket', '/run/systemd/private', '/tmp/.X11-unix/X0']
  expect(await tryAll([...paths, ...known].map((path) => ({ path })))).toMatch(/^tried (ECONNREFUSED )?ENOENT$/)
  expect(servers.map(({ visits }) => visits())).toEqual([0, 0, 0])
})

test('no other kind of socket can be created, such as one to the host of a virtual machine', async () => {
  const { stdout } = await run(
    current().sandbox,
    `perl -e 'for my $family (1 .. 45) { for my $type (1, 2, 3, 5) { print "$family " and last if socket(my $socket, $family, $type, 0) } }'`,
  )
  expect(stdout).toBe('1 2 10 16 ')
})
