import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { pngSize, visitPage, WITHOUT_POLICY } from '../../support/sandbox/visit-page.ts'

/** A server on this machine that counts its visitors. */
async function hostServer(): Promise<{ port: number; visits: () => number }> {
  let visits = 0
  const server = createServer((socket) => {
    visits += 1
    socket.on('error', () => undefined).end('HTTP/1.1 200 OK\r\naccess-control-allow-origin: *\r\ncontent-length: 7\r\n\r\nreached')
  })
  server.listen(0, '::')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const address = server.address()
  return { port: typeof address === 'object' && address !== null ? address.port : 0, visits: () => visits }
}

test('a page can reach nothing on this machine or its network, whatever the headers allow', async () => {
  const { port, visits } = await hostServer()
  const own = Object.values(networkInterfaces()).flatMap((all = []) =>
    all.filter(({ family }) => family === 'IPv4').map(({ address }) => address),
  )
  const hosts = [...new Set(['127.0.0.1', 'localhost', '[::1]', ...own])].map((host) => `${host}:${port}`)
  const script = `
    const say = (text) => document.querySelector('main').append(document.createElement('br'), text)
    for (const host of ${JSON.stringify([...hosts, '169.254.169.254', 'example.com'])}) {
      fetch('http://' + host + '/x', { mode: 'no-cors' }).then(() => say('reached'), () => say('failed'))
      new WebSocket('ws://' + host + '/x').onopen = () => say('reached')
      new EventSource('http://' + host + '/x').onopen = () => say('reached')
      navigator.sendBeacon('http://' + host + '/x', 'x')
      const image = new Image(); image.alt = 'x'; image.src = 'http://' + host + '/x.png'
      const frame = document.createElement('iframe'); frame.title = host; frame.src = 'http://' + host + '/x'; document.body.append(frame)
      const peer = new RTCPeerConnection({ iceServers: [{ urls: 'turn:' + host + '?transport=tcp', username: 'x', credential: 'x' }] })
      peer.createDataChannel('x'); peer.createOffer().then((offer) => peer.setLocalDescription(offer))
    }`
  const { text, errors } = await visitPage({ script }, WITHOUT_POLICY)
  expect(visits()).toBe(0)
  expect(text).toContain('failed')
  expect(text).not.toContain('reached')
  expect(errors).toContain(`http://127.0.0.1:${port}/x could not be loaded`)
})

test('a page can read no file of this machine', async () => {
  const path = join(import.meta.dirname, 'browser-attacks.test.ts')
  const script = `
    for (const url of ['file:///etc/passwd', 'file://${path}', 'view-source:file:///etc/passwd', 'chrome://version', 'filesystem:file:///etc/passwd']) {
      fetch(url).then((response) => response.text()).then((text) => document.body.append(text), () => undefined)
      const frame = document.createElement('iframe'); frame.title = url; frame.src = url; document.body.append(frame)
      window.open(url)
    }`
  const { text } = await visitPage({ script }, WITHOUT_POLICY)
  expect(readFileSync(path, 'utf8')).toContain('sentence that is only here')
  expect(text).toBe('Hello')
})

test('dialogs, windows, downloads and workers don’t block a visit', async () => {
  const script = `
    const say = (text) => document.querySelector('main').append(document.createElement('br'), text)
    alert('alert'); say(confirm('confirm')); say(prompt('prompt'))
    addEventListener('beforeunload', (event) => { event.preventDefault(); event.returnValue = 'stay' })
    window.open('about:blank'); window.open('/p/abc/'); window.open('https://elsewhere.test/')
    const link = document.createElement('a'); link.href = URL.createObjectURL(new Blob(['x'])); link.download = 'x.txt'; link.textContent = 'x'
    document.body.append(link); link.click(); print()
    try { await navigator.serviceWorker.register('/p/abc/page.css') } catch (error) { say(error.name) }
    new Worker(URL.createObjectURL(new Blob(['for (;;) {}'])))
    say('done')`
  const { text, errors, pictures } = await visitPage({ script }, WITHOUT_POLICY)
  expect(text.split('\n').filter(Boolean).slice(0, 3)).toEqual(['Hello', 'false', 'null'])
  expect(text).toContain('done')
  expect(errors).toContain('The page opened a new window, which was closed')
  expect(pictures).toHaveLength(1)
})

test.each([
  ['another site', `location = 'https://elsewhere.test/x'`, 'The page tried to navigate to https://elsewhere.test/x'],
  ['itself, again and again', 'setInterval(() => location.reload(), 5)', 'The page tried to navigate to https://preview.test/p/abc/'],
  ['another file', `location = 'page.css'`, 'The page tried to navigate to https://preview.test/p/abc/page.css'],
])('a page that navigates to %s stays, is inspected, and has a finding', async (_where, script, error) => {
  const report = await visitPage({ script })
  expect(report).toMatchObject({ errors: [error], text: 'Hello', accessibility: [] })
  expect(report.pictures).toHaveLength(1)
})

test.each([
  ['an empty page', `location = 'about:blank'`, 'The page navigated to about:blank'],
  [
    'a page that it made itself',
    `location = URL.createObjectURL(new Blob(['<p>made</p>'], { type: 'text/html' }))`,
    'The page navigated to blob:null/',
  ],
])('a page that leaves for %s has a finding', async (_where, script, error) => {
  const { errors } = await visitPage({ script })
  expect(errors[0]?.startsWith(error)).toBe(true)
})

test('a page with a meta refresh to another page has a finding, and stays', async () => {
  const report = await visitPage({ body: '<meta http-equiv="refresh" content="0;url=https://elsewhere.test/">' })
  expect(report).toMatchObject({ errors: ['The page tried to navigate to https://elsewhere.test/'], text: 'Hello' })
})

test.each([
  ['is 30,000,000 px high', { body: '<div style="height: 30000000px">High</div>' }],
  [
    'grows forever',
    { script: `setInterval(() => document.body.insertAdjacentHTML('beforeend', '<p style="height: 5000px">More</p>'), 5)` },
  ],
])('the picture of a page that %s is cut off', async (_what, page) => {
  const { pictures, text } = await visitPage(page)
  expect(text.startsWith('Hello')).toBe(true)
  expect(pngSize(pictures[0]?.png ?? new Uint8Array())).toEqual({ width: 1_280, height: 4_000 })
})
