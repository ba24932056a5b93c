const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/
/** PostgreSQL's largest integer. */
const LARGEST = 2_147_483_647

/** A query with any other text for a uuid column fails. */
export function isUuid(text: string): boolean {
  return UUID.test(text)
}

/** True if a turn or version with this number can exist. */
export function isNumbered(projectId: string, number: number): boolean {
  return isUuid(projectId) && number <= LARGEST
}
