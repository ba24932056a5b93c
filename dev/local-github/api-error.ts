export type FieldError = { resource: string; code: string; field?: string; message?: string }

type Status = 400 | 401 | 403 | 404 | 405 | 409 | 413 | 422

/** An error response, with GitHub's own wording. */
export class ApiError extends Error {
  readonly status: Status
  readonly errors: readonly (FieldError | string)[]

  constructor(status: Status, message: string, errors: readonly (FieldError | string)[] = []) {
    super(message)
    this.name = 'ApiError'
    this.status = status
    this.errors = errors
  }

  toJson(): Record<string, unknown> {
    const errors = this.errors.length === 0 ? {} : { errors: this.errors }
    return { message: this.message, ...errors, documentation_url: 'https://docs.github.com/rest', status: String(this.status) }
  }
}

export function notFound(): ApiError {
  return new ApiError(404, 'Not Found')
}

export function invalid(resource: string, field: string, message: string): ApiError {
  return new ApiError(422, 'Validation Failed', [{ resource, field, code: 'custom', message }])
}

/** A 422 whose error is a sentence, as GitHub rejects reviews. */
export function refused(sentence: string): ApiError {
  return new ApiError(422, 'Unprocessable Entity', [sentence])
}

export function missingField(resource: string, field: string): ApiError {
  return new ApiError(422, 'Validation Failed', [{ resource, field, code: 'missing_field' }])
}
