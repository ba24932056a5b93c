import { createHmac, randomUUID } from 'node:crypto'
import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { startChild } from './house/child.ts'
import { openHouse } from './house/house.ts'
import type { BenchOptions } from './main.ts'
import { ratio } from './measure.ts'
import type { Bench } from './measure.ts'

const CONNECTIONS = 20
const A_SECOND = 300
const SECONDS = { warmUp: 3, measured: 10 }
/** As large as GitHub's are. */
const PADDING = 'x'.repeat(8_000)
const OURS = 'ours: verified, parsed, its workflow started'
const EMPTY = 'an empty Probot handler'

/** Webhooks with commands at a steady pace, against a handler that does nothing. No worker runs meanwhile: that would be another machine. */
export async function benchWebhook({ onProgress }: BenchOptions): Promise<Bench[]> {
  const house = await openHouse(onProgress)
  const { webhookUrl, webhookSecret, pids } = house.demo
  const empty = await startChild('bare/empty-probot.ts', [webhookSecret])
  process.kill(pids.worker, 'SIGSTOP')
  try {
    const emptyUrl = `http://127.0.0.1:${empty.firstLine}/api/github/webhooks`
    const measured = async (url: string): Promise<{ samplesMs: number[]; fastest: number }> => {
      await pace(url, webhookSecret, SECONDS.warmUp)
      const samplesMs = await pace(url, webhookSecret, SECONDS.measured)
      return { samplesMs, fastest: await flatOut(url, webhookSecret) }
    }
    onProgress(`${A_SECOND} a second for ${SECONDS.measured} s: ours`)
    const ours = await measured(webhookUrl)
    onProgress('the same: an empty handler')
    const none = await measured(emptyUrl)
    const rows = [
      { what: OURS, samplesMs: ours.samplesMs, reach: 'p50 under 10 ms, p99 under 60 ms' },
      { what: EMPTY, samplesMs: none.samplesMs },
    ]
    return [
      {
        title: `Webhook answered, ${A_SECOND} a second on ${CONNECTIONS} connections`,
        rows,
        facts: [
          { what: 'as many as go, ours', value: `${Math.round(ours.fastest)} a second`, reach: `${A_SECOND} a second` },
          { what: 'as many as go, empty', value: `${Math.round(none.fastest)} a second` },
        ],
        notes: [`Ours is ${ratio(rows, OURS, EMPTY)} Each is timed from the moment at which it was due.`],
      },
    ]
  } finally {
    process.kill(pids.worker, 'SIGCONT')
    await empty.stop()
    await house.close()
  }
}

/** At a steady pace; times from the moment at which each was due. */
async function pace(url: string, secret: string, seconds: number): Promise<number[]> {
  const send = sender(url, secret)
  const startMs = performance.now()
  const sent: Promise<number>[] = []
  for (let index = 0; index < seconds * A_SECOND; index += 1) {
    const dueMs = startMs + (index * 1_000) / A_SECOND
    const waitMs = dueMs - performance.now()
    if (waitMs > 1) await sleep(waitMs)
    sent.push(send().then(() => performance.now() - dueMs))
  }
  return Promise.all(sent)
}

/** How many a second where each connection sends the next as soon as the last is answered. */
async function flatOut(url: string, secret: string): Promise<number> {
  const send = sender(url, secret)
  const startMs = performance.now()
  const untilMs = startMs + SECONDS.warmUp * 1_000
  let answered = 0
  const one = async (): Promise<void> => {
    while (performance.now() < untilMs) {
      await send()
      answered += 1
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, one))
  return (answered * 1_000) / (performance.now() - startMs)
}

let ids = Date.now()

/** Sends one signed webhook, another command each time, over kept connections; fails unless it is answered with 2xx. */
function sender(url: string, secret: string): () => Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
  return () => {
    ids += 1
    const person = { id: 7, login: 'maya', type: 'User' }
    const body = JSON.stringify({
      action: 'created',
      installation: { id: 1 },
      repository: { id: 9, name: 'shop', owner: { login: 'acme' }, padding: PADDING },
      sender: person,
      issue: { number: 3 },
      comment: { id: ids, body: '/ollio generate a pricing card', created_at: new Date().toISOString(), user: person },
    })
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'x-github-event': 'issue_comment',
      'x-github-delivery': randomUUID(),
      'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
    }
    return new Promise((resolve, reject) => {
      const sending = request(url, { method: 'POST', agent, headers }, (response) => {
        response.resume()
        response.on('end', () =>
          response.statusCode === 200 ? resolve() : reject(new Error(`A webhook was answered ${response.statusCode}`)),
        )
      })
      sending.on('error', reject)
      sending.end(body)
    })
  }
}
