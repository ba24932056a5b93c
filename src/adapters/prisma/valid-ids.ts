const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/
/** PostgreSQL's largest integer. */
const LARGEST = 2_147_483_647

/** Columns of ids take nothing else. */
export function isUuid(text: string): boolean {
  return UUID.test(text)
}

/** True where there can be a turn or a version of that number. */
export function isNumbered(projectId: string, number: number): boolean {
  return isUuid(projectId) && number <= LARGEST
}
