import { describe, expect, test } from 'vitest'
import { begin, event, refuse, stream } from '../../support/chat-server.ts'
import { pickyServer, useChatServer } from '../../support/use-chat-server.ts'

const server = useChatServer()

const { complete, formats, takeUnless } = pickyServer(server)

describe('an unsupported feature is left out, and this is remembered', () => {
  test('a schema, then JSON mode', async () => {
    takeUnless(({ response_format: format }) =>
      format === undefined ? undefined : `Invalid value: 'response_format' of type ${format.type} is not supported with this model.`,
    )
    expect(await complete()).toMatchObject({ text: '{}' })
    await complete()
    expect(formats()).toEqual(['json_schema', 'json_object', 'text', 'text'])
  })

  test('a schema only', async () => {
    takeUnless(({ response_format: format }) => (format?.type === 'json_schema' ? 'json_schema is not supported' : undefined), 422)
    await complete()
    await complete()
    expect(formats()).toEqual(['json_schema', 'json_object', 'json_object'])
  })

  test('a schema that is refused without naming it, as long as none was accepted before', async () => {
    takeUnless(({ response_format: format }) => (format?.type === 'json_schema' ? 'Bad request' : undefined))
    await complete()
    expect(formats()).toEqual(['json_schema', 'json_object'])
  })

  test('the usage', async () => {
    takeUnless(({ stream_options: options }) =>
      options === undefined ? undefined : 'Unrecognized request argument supplied: stream_options',
    )
    await complete()
    await complete()
    expect(server.calls.map(({ stream_options: options }) => options !== undefined)).toEqual([true, false, false])
    expect(formats()).toEqual(['json_schema', 'json_schema', 'json_schema'])
  })

  test('a server that refuses everything gets one request for each format', async () => {
    takeUnless(() => 'Bad request')
    await expect(complete()).rejects.toMatchObject({ name: 'Failure', kind: 'model-refused' })
    expect(formats()).toEqual(['json_schema', 'json_object', 'text'])
    await expect(complete()).rejects.toMatchObject({ kind: 'model-refused' })
    takeUnless(() => undefined)
    await complete()
    expect(formats().at(-1)).toBe('json_schema')
  })

  test('a server that has answered before gets no further request after an unrelated refusal', async () => {
    await complete()
    takeUnless(() => 'This user may not do that.')
    await expect(complete()).rejects.toMatchObject({ kind: 'model-refused' })
    expect(formats()).toEqual(['json_schema', 'json_schema'])
  })
})

describe('a refusal to answer', () => {
  test('a refusal to answer by the model', async () => {
    server.script((response) => {
      begin(response)
      event(response, { delta: { refusal: 'I can’t help with that.' } })
      event(response, { finish_reason: 'stop' })
      response.end('data: [DONE]\n\n')
    })
    await expect(complete()).rejects.toMatchObject({ name: 'Failure', kind: 'model-refused' })
  })

  test('a refusal to answer by a content filter, in the middle of an answer', async () => {
    server.script((response) => stream(response, ['{"thought":"'], 'content_filter'))
    await expect(complete()).rejects.toMatchObject({ name: 'Failure', kind: 'model-refused' })
  })
})

describe('an error status mapped to our failures', () => {
  test.each<[number, object, Record<string, string>, string, number | undefined]>([
    [401, { message: 'Incorrect API key provided' }, {}, 'model-misconfigured', undefined],
    [402, { message: 'Payment required' }, {}, 'model-misconfigured', undefined],
    [403, { message: 'Country not supported' }, {}, 'model-misconfigured', undefined],
    [404, { message: 'The model does not exist' }, {}, 'model-misconfigured', undefined],
    [429, { message: 'Rate limit' }, {}, 'model-busy', undefined],
    [429, { message: 'Rate limit' }, { 'retry-after': '3' }, 'model-busy', 3_000],
    [429, { message: 'Rate limit' }, { 'retry-after': '0.5' }, 'model-busy', 500],
    [429, { message: 'Rate limit' }, { 'retry-after': '86400' }, 'model-busy', 600_000],
    [429, { message: 'Rate limit' }, { 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' }, 'model-busy', 0],
    [429, { message: 'Rate limit' }, { 'retry-after': 'Fri, 31 Dec 9999 23:59:59 GMT' }, 'model-busy', 600_000],
    [429, { message: 'Rate limit' }, { 'retry-after-ms': '250', 'retry-after': '1' }, 'model-busy', 250],
    [429, { message: 'Rate limit' }, { 'retry-after-ms': 'x', 'retry-after': '1' }, 'model-busy', 1_000],
    [503, { message: 'Overloaded' }, { 'retry-after-ms': '99999999' }, 'model-unavailable', 600_000],
    [429, { message: 'Request too large: context' }, {}, 'model-busy', undefined],
    [429, { message: 'Rate limit' }, { 'retry-after': 'soon' }, 'model-busy', undefined],
    [429, { message: 'You exceeded your quota', code: 'insufficient_quota' }, {}, 'model-misconfigured', undefined],
    [408, { message: 'Timeout' }, {}, 'model-unavailable', undefined],
    [409, { message: 'Conflict' }, {}, 'model-unavailable', undefined],
    [500, { message: 'Oops' }, {}, 'model-unavailable', undefined],
    [503, { message: 'Overloaded' }, { 'retry-after': '2' }, 'model-unavailable', 2_000],
    [529, { message: 'Overloaded' }, {}, 'model-unavailable', undefined],
  ])('%i %o with %o is %s', async (status, error, headers, kind, retryAfterMs) => {
    server.script((response) => refuse(response, status, error, headers))
    await expect(complete()).rejects.toMatchObject({ name: 'Failure', kind, retryAfterMs })
    expect(server.calls).toHaveLength(1)
  })

  test('an error status mapped to our failures is mapped by its status if the body is not JSON', async () => {
    server.script((response) => response.writeHead(502, { 'content-type': 'text/html' }).end('<html>Bad gateway</html>'))
    await expect(complete()).rejects.toMatchObject({ kind: 'model-unavailable' })
  })
})
