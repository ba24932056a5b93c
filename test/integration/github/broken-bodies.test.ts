import { once } from 'node:events'
import { createServer } from 'node:http'
import type { Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createCodeHost } from '#src/adapters/github/github-code-host.ts'
import type { CodeHost } from '#src/ports/code-host.ts'
import { privateKey, token } from '../../support/app-key.ts'

const repository = { installationId: 1, repositoryId: 12, owner: 'acme', name: 'shop' }

/** How the server answers every request except the one for a token. */
let answer: (response: ServerResponse) => void
let server: Server
let codeHost: CodeHost
beforeEach(async () => {
  server = createServer((request, response) => {
    if (request.url?.endsWith('/access_tokens') !== true) return answer(response)
    response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify(token()))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  codeHost = createCodeHost({ appId: 1, privateKey, apiUrl, requestMs: 400 })
})
afterEach(async () => {
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
})

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' }
const UNAVAILABLE = { name: 'Failure', kind: 'github-unavailable' }

describe('an incomplete response', () => {
  test('an incomplete response of a file, whose body ends in the middle, is not reported as a missing file', async () => {
    answer = (response) => {
      response.writeHead(200, { ...JSON_TYPE, 'content-length': '1000' }).write('{"type":"file"')
      setTimeout(() => response.destroy(), 30)
    }
    await expect(codeHost.readFile(repository, '.github/ollio.yml', 'main')).rejects.toMatchObject(UNAVAILABLE)
  })

  test('an incomplete response is given up if the server sends nothing', async () => {
    answer = () => undefined
    await expect(codeHost.defaultBranch(repository)).rejects.toMatchObject(UNAVAILABLE)
  })

  test('an incomplete response is given up if the body stops', async () => {
    answer = (response) => response.writeHead(200, { ...JSON_TYPE, 'content-length': '1000' }).write('{"type":"file"')
    await expect(codeHost.readFile(repository, '.github/ollio.yml', 'main')).rejects.toMatchObject(UNAVAILABLE)
  })

  test('a response of more than 32 MB is given up', async () => {
    answer = (response) => void response.writeHead(200, JSON_TYPE).end(Buffer.alloc(33 * 1024 * 1024, ' '))
    const patient = createCodeHost({ appId: 1, privateKey, apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
    await expect(patient.defaultBranch(repository)).rejects.toMatchObject(UNAVAILABLE)
  })
})
