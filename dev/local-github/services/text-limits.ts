import { invalid, missingField } from '../api-error.ts'

const MAX_BODY_CHARACTERS = 65_536
const MAX_TITLE_CHARACTERS = 256

type Resource = 'Issue' | 'IssueComment' | 'PullRequest' | 'PullRequestReview' | 'PullRequestReviewComment'

export function checkTitle(resource: Resource, title: string): void {
  if (title.trim() === '') throw missingField(resource, 'title')
  // A title becomes part of a merge commit's message, where git allows no NUL.
  if (title.includes('\0')) throw invalid(resource, 'title', 'title is invalid')
  if (title.length > MAX_TITLE_CHARACTERS)
    throw invalid(resource, 'title', `title is too long (maximum is ${MAX_TITLE_CHARACTERS} characters)`)
}

export function checkBody(resource: Resource, body: string, required: boolean): void {
  if (required && body.trim() === '') throw invalid(resource, 'body', 'body cannot be blank')
  if (body.length > MAX_BODY_CHARACTERS) throw invalid(resource, 'body', `body is too long (maximum is ${MAX_BODY_CHARACTERS} characters)`)
}
