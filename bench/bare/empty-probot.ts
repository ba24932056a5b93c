import { generateKeyPairSync } from 'node:crypto'
import { Hono } from 'hono'
import { pino } from 'pino'
import { startWebServer } from '#src/app/web-server.ts'

/** Our web server with an empty handler, in a process of its own. Argument: the webhook secret. Prints its port. */
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const { port } = await startWebServer({
  host: '127.0.0.1',
  port: 0,
  github: { appId: 1, privateKey: privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(), apiUrl: 'http://127.0.0.1:1' },
  webhookSecret: process.argv[2] ?? '',
  oldWebhookSecret: null,
  app: (probot) => probot.on('issue_comment.created', async () => undefined),
  pages: new Hono(),
  log: pino({ level: 'silent' }),
})
console.log(port)
