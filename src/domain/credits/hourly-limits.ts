/** Whose turns are counted over the last hour. */
export const LIMIT_SCOPES = ['user', 'repository', 'installation'] as const
export type LimitScope = (typeof LIMIT_SCOPES)[number]
export type HourlyLimits = Readonly<Record<LimitScope, number>>
