import { describe, expect, test } from 'vitest'
import type { ChatMessage } from '#src/ports/language-model.ts'
import { begin, refuse } from '../../support/chat-server.ts'
import { pickyServer, useChatServer } from '../../support/use-chat-server.ts'

const server = useChatServer()

const { complete, formats, takeUnless } = pickyServer(server)

describe('a model without picture support', () => {
  test.each([
    'This model does not support vision.',
    'messages[1].content must be a string',
    "Invalid content type 'image_url'",
    'unknown content part type: image_url',
    'image input is not supported - hint: if this is unexpected, you may need to provide the mmproj',
    'The model is not multi-modal',
  ])('a model without picture support is recognized by its refusal: %s', async (message) => {
    const messages: ChatMessage[] = [{ role: 'user', content: [{ type: 'image', mediaType: 'image/png', bytes: Uint8Array.of(1) }] }]
    takeUnless(({ messages: sent }) => (JSON.stringify(sent).includes('image_url') ? message : undefined))
    expect(await complete(messages)).toMatchObject({ withoutPictures: true })
    expect(await complete()).toMatchObject({ withoutPictures: false })
    expect(await complete(messages)).toMatchObject({ withoutPictures: true })
    expect(server.calls).toHaveLength(4)
  })

  test.each([
    [400, 'You uploaded an unsupported image. Please make sure your image has one of the following formats.'],
    [400, 'messages.1.content.0.image.source.base64: image exceeds 5 MB maximum'],
    [422, 'Invalid image data'],
    [500, 'error processing image'],
    [413, 'Request Entity Too Large'],
  ])('a model without picture support is not concluded from %i: %s; the next picture is sent', async (status, message) => {
    const picture = { type: 'image' as const, mediaType: 'image/png', bytes: Uint8Array.of(1) }
    const messages: ChatMessage[] = [{ role: 'user', content: [picture] }]
    let asked = 0
    takeUnless(({ messages: sent }) => ((asked += 1) === 1 && JSON.stringify(sent).includes('image_url') ? message : undefined), status)
    expect(await complete(messages)).toMatchObject({ withoutPictures: true })
    expect(await complete(messages)).toMatchObject({ withoutPictures: false })
    expect(server.calls.map(({ messages: sent }) => JSON.stringify(sent).includes('image_url'))).toEqual([true, false, true])
  })

  test.each([400, 404, 422, 500])('a model without picture support is recognized by a refusal with the status %i', async (status) => {
    const picture = { type: 'image' as const, mediaType: 'image/png', bytes: Uint8Array.of(1) }
    const messages: ChatMessage[] = [
      { role: 'user', content: [picture] },
      { role: 'user', content: [picture, { type: 'text', text: 'Look.' }] },
    ]
    takeUnless(
      ({ messages: sent }) => (JSON.stringify(sent).includes('image_url') ? 'No endpoints found that support image input' : undefined),
      status,
    )
    await complete(messages)
    await complete(messages)
    const textOnly = expect.stringContaining('you can’t view pictures')
    expect(server.calls.map(({ messages: sent }) => JSON.stringify(sent).includes('image_url'))).toEqual([true, false, false])
    expect(server.calls[2]?.messages).toEqual([
      { role: 'user', content: textOnly },
      { role: 'user', content: expect.stringMatching(/picture[^]*\nLook\.$/) },
    ])
    expect(formats()).toEqual(['json_schema', 'json_schema', 'json_schema'])
  })
})

describe('a request that is too long for the model', () => {
  test.each<[number, object]>([
    [400, { message: 'This model’s maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens.' }],
    [400, { message: 'Bad request', code: 'context_length_exceeded' }],
    [400, { message: 'the request exceeds the available context size (4096 tokens)' }],
    [400, { message: 'prompt is too long: 210000 tokens > 200000 maximum' }],
    [422, { message: 'Input validation error: `inputs` must have less than 4096 tokens: exceeds context' }],
    [500, { message: 'input is too large to process. increase the context window' }],
    [413, { message: 'Payload' }],
  ])('a request that is too long for the model is recognized by %i %o, without a retry', async (status, error) => {
    server.script((response) => refuse(response, status, error))
    await expect(complete()).rejects.toMatchObject({ name: 'Failure', kind: 'model-overfull' })
    expect(server.calls).toHaveLength(1)
  })

  test('a request that is too long for the model is recognized in the middle of a stream', async () => {
    server.script((response) => {
      begin(response)
      response.end('data: {"error":{"message":"The prompt is too long for this model","type":"invalid_request_error"}}\n\n')
    })
    await expect(complete()).rejects.toMatchObject({ kind: 'model-overfull' })
  })
})
