import { expect, it } from 'vitest'
import { assertRestAnswer, assertWebhook } from '#test/support/github-conformance.ts'
import { assertGraphqlAnswer } from '#test/support/graphql-conformance.ts'

const REACTION = { id: 1, node_id: 'x', user: null, content: 'eyes', created_at: '2026-01-01T00:00:00Z' }
const PATH = '/repos/acme/shop/issues/comments/1/reactions'

it('accepts a response that matches GitHub’s description', () => {
  expect(() => assertRestAnswer('POST', PATH, 201, REACTION)).not.toThrow()
  expect(() => assertRestAnswer('DELETE', `${PATH}/1`, 204, undefined)).not.toThrow()
  expect(() => assertRestAnswer('POST', '/repos/acme/shop/merges', 409, { message: 'Merge conflict' })).not.toThrow()
})

it('finds a missing field, a wrong type, and a value that is not allowed', () => {
  const { node_id: _, ...incomplete } = REACTION
  expect(() => assertRestAnswer('POST', PATH, 201, incomplete)).toThrow("must have required property 'node_id'")
  expect(() => assertRestAnswer('POST', PATH, 201, { ...REACTION, id: '1' })).toThrow('/id must be integer')
  expect(() => assertRestAnswer('POST', PATH, 201, { ...REACTION, content: 'shrug' })).toThrow('/content must be equal to one of')
})

it('finds a body where GitHub sends none, and statuses and endpoints that GitHub doesn’t have', () => {
  expect(() => assertRestAnswer('DELETE', `${PATH}/1`, 204, {})).toThrow('it has a body')
  expect(() => assertRestAnswer('POST', PATH, 202, REACTION)).toThrow('not what GitHub describes')
  expect(() => assertRestAnswer('GET', '/repos/acme/shop/nothing', 200, {})).toThrow('not what GitHub describes')
  expect(() => assertRestAnswer('POST', PATH, 422, { message: 1 })).toThrow('/message must be string')
})

it('finds a webhook with a missing field, and one that GitHub does not send', () => {
  expect(() => assertWebhook('issue_comment', { action: 'created' })).toThrow("must have required property 'comment'")
  expect(() => assertWebhook('issue_comment', { action: 'shouted' })).toThrow('issue_comment.shouted is not what GitHub describes')
  expect(() => assertWebhook('push', {})).toThrow("must have required property 'commits'")
})

it('finds a GraphQL response that does not match its query', async () => {
  const request = { query: 'query { a: viewer { login } repository(owner: "o", name: "n") { isPrivate } }' }
  const data = { a: { login: 'mara' }, repository: { isPrivate: false } }
  const errors = [{ message: 'No.', type: 'NOT_FOUND', path: ['repository'] }]
  await assertGraphqlAnswer(request, { data })
  await assertGraphqlAnswer(request, { data: { ...data, repository: null }, errors })
  await expect(assertGraphqlAnswer(request, { data: { ...data, a: null } })).rejects.toThrow('non-nullable field Query.viewer')
  await expect(assertGraphqlAnswer(request, { data: { ...data, repository: { isPrivate: 'no' } } })).rejects.toThrow('Boolean')
  await expect(assertGraphqlAnswer(request, { data: { ...data, more: 1 } })).rejects.toThrow('not what GitHub describes')
  await expect(assertGraphqlAnswer(request, { data: null })).rejects.toThrow('neither data nor errors')
})
