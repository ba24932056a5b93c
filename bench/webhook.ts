import { createHmac, randomUUID } from 'node:crypto'
import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { startChild } from './stack/child.ts'
import { startBenchStack } from './stack/bench-stack.ts'
import type { BenchOptions } from './measurement.ts'
import { ratio } from './measurement.ts'
import type { Bench } from './measurement.ts'

const CONNECTIONS = 20
const A_SECOND = 50
const SECONDS = { warmUp: 3, measured: 10 }
/** As large as GitHub's payloads. */
const PADDING = 'x'.repeat(8_000)
const OURS = 'ours: verified, parsed, its workflow started'
const EMPTY = 'an empty Probot handler'
const BARE = 'a bare workflow start'

/**
 * Measures webhooks with commands at a steady rate and at the highest rate, compared with an empty handler and with bare workflow starts.
 * The worker is paused: in production it has a machine of its own.
 */
export async function benchWebhook({ onProgress }: BenchOptions): Promise<Bench[]> {
  const stack = await startBenchStack(onProgress)
  const { webhookUrl, webhookSecret, pids } = stack.demo
  const empty = await startChild('bare/empty-probot.ts', [webhookSecret])
  process.kill(pids.worker, 'SIGSTOP')
  try {
    const emptyUrl = `http://127.0.0.1:${empty.firstLine}/api/github/webhooks`
    const measured = async (what: string, send: () => Promise<unknown>): Promise<{ samplesMs: number[]; fastest: number }> => {
      onProgress(what)
      await pace(send, SECONDS.warmUp)
      return { samplesMs: await pace(send, SECONDS.measured), fastest: await flatOut(send) }
    }
    const start = (): Promise<unknown> =>
      stack.temporal.workflow.start('nothing', { taskQueue: 'nobody', workflowId: randomUUID(), args: [{ text: PADDING.slice(0, 500) }] })
    const ours = await measured(OURS, sender(webhookUrl, webhookSecret))
    const none = await measured(EMPTY, sender(emptyUrl, webhookSecret))
    const bare = await measured(BARE, start)
    const rows = [
      { what: OURS, samplesMs: ours.samplesMs, target: 'p50 under 10 ms, p99 under 60 ms' },
      { what: EMPTY, samplesMs: none.samplesMs },
      { what: BARE, samplesMs: bare.samplesMs },
    ]
    const rate = (fastest: number): string => `${Math.round(fastest)} a second`
    return [
      {
        title: `Webhook answered, ${A_SECOND} a second on ${CONNECTIONS} connections`,
        rows,
        facts: [
          { what: `highest rate on ${CONNECTIONS} connections: ours`, value: rate(ours.fastest), target: '300 a second' },
          { what: 'the same: an empty Probot handler', value: rate(none.fastest) },
          { what: 'the same: bare workflow starts', value: rate(bare.fastest) },
        ],
        notes: [
          `Ours takes ${ratio(rows, OURS, BARE)} Each time counts from the moment at which the request was due.`,
          'The highest rate is limited by how fast Temporal starts workflows with the processors that our server leaves to it.',
        ],
      },
    ]
  } finally {
    process.kill(pids.worker, 'SIGCONT')
    await empty.stop()
    await stack.close()
  }
}

/** Sends at a steady rate. The times count from the moment at which each request was due. */
async function pace(send: () => Promise<unknown>, seconds: number): Promise<number[]> {
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

/** The highest rate per second: each connection sends the next request when the last one is answered. */
async function flatOut(send: () => Promise<unknown>): Promise<number> {
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

/** Sends one signed webhook with a new command over kept-alive connections. Rejects unless it is answered with 200. */
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
          response.statusCode === 200 ? resolve() : reject(new Error(`A webhook was answered with ${response.statusCode}`)),
        )
      })
      sending.on('error', reject)
      sending.end(body)
    })
  }
}
