/** What somebody may do in a repository, as the code host says. */
export type Permission = 'admin' | 'maintain' | 'write' | 'read' | 'none'

export function mayCommand(permission: Permission): boolean {
  return permission === 'write' || mayDelete(permission)
}

/** May delete what is kept of a conversation. */
export function mayDelete(permission: Permission): boolean {
  return permission === 'maintain' || permission === 'admin'
}
