const NEW_CHANNEL = 'https://smee.io/new'
const TIMEOUT_MS = 5_000

/** Opens a new smee.io channel, which forwards webhooks to its listeners. `null` if smee.io is unreachable. */
export async function openRelayChannel(): Promise<string | null> {
  try {
    const response = await fetch(NEW_CHANNEL, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) })
    const location = response.headers.get('location')
    if (location === null) return null
    const channel = new URL(location, NEW_CHANNEL)
    channel.protocol = 'https:'
    return channel.origin === new URL(NEW_CHANNEL).origin ? channel.href : null
  } catch {
    return null
  }
}
