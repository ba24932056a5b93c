/** A person's permission in a repository, from the code host. */
export type Permission = 'admin' | 'maintain' | 'write' | 'read' | 'none'

export function mayCommand(permission: Permission): boolean {
  return permission === 'write' || mayDelete(permission)
}

/** Whether the person can delete what is stored for a project. */
export function mayDelete(permission: Permission): boolean {
  return permission === 'maintain' || permission === 'admin'
}
