import { describe, expect, test } from 'vitest'
import { failWith } from '../../support/workflows/fake-activities.ts'
import { useWorkflowWorld } from '../../support/workflows/use-workflow-world.ts'

const house = useWorkflowWorld()

describe('a command', () => {
  test('a command does nothing more if it is refused', async () => {
    const play = house().play({ admit: () => ({ verdict: 'refused' }) })
    await play.send(play.command(1))
    expect(play.trace()).toEqual(['admit 1'])
  })

  test('a command gets one reply, however often it is sent', async () => {
    const play = house().play({ admit: () => ({ verdict: 'answer', answer: { about: 'help' } }) })
    const message = play.command(1, { command: { name: 'help' } })
    await play.send(message)
    await play.send(message)
    expect(play.calls).toEqual([
      { activity: 'admit', input: { message } },
      { activity: 'answer', input: { message, answer: { about: 'help' } } },
    ])
    expect(await play.sessions.startCommand(message)).toBe('already-started')
  })

  test.each([true, false])('a command is located and delivered (starts a project: %s)', async (begins) => {
    const address = { repositoryId: 5, issue: 9, ordinal: 3 }
    const play = house().play({ admit: () => ({ verdict: 'turn', begins }), locate: () => ({ found: true, address }) })
    const message = play.command(1)
    await play.send(message)
    expect(play.calls).toEqual([
      { activity: 'admit', input: { message } },
      { activity: 'locate', input: { message, begins } },
      { activity: 'deliver', input: { address, message } },
    ])
  })

  test('a command is delivered with the package that admission found', async () => {
    const play = house().play({ admit: () => ({ verdict: 'turn', begins: true, packageFolder: 'packages/web' }) })
    const message = play.command(1)
    await play.send(message)
    expect(play.inputs('deliver')[0]?.message).toEqual({ ...message, packageFolder: 'packages/web' })
  })

  test('a command gets a reply if it belongs to no project', async () => {
    const play = house().play({ locate: () => ({ found: false }) })
    await play.send(play.command(1))
    expect(play.trace()).toEqual(['admit 1', 'locate 1', 'answer 1'])
    expect(play.inputs('answer')[0]?.answer).toEqual({ about: 'nothing-to-refine' })
  })

  test.each(['locate', 'deliver'] as const)('a command gets a reply if its project can’t be reached: %s', async (activity) => {
    const play = house().play({ [activity]: () => failWith('github-refused') })
    await play.send(play.command(1))
    expect(play.trace().slice(-2)).toEqual([`${activity} 1`, 'answer 1'])
    expect(play.inputs('answer')[0]?.answer).toEqual({ about: 'could-not-start', failure: 'github-refused' })
  })

  test('a command is retried if locating and delivering fail temporarily', async () => {
    let tries = 0
    const failOnce = (): void => {
      if ((tries += 1) % 2 === 1) failWith('database-busy')
    }
    const play = house().play({
      locate: () => {
        failOnce()
        return { found: true, address: play.address }
      },
      deliver: failOnce,
    })
    await play.send(play.command(1))
    expect(play.trace()).toEqual(['admit 1', 'locate 1', 'locate 1', 'deliver 1', 'deliver 1'])
  })

  test('a command fails without endless retries if its admission can’t be decided', async () => {
    const play = house().play({ admit: () => failWith('github-refused') })
    await expect(play.send(play.command(1))).rejects.toThrow('Workflow execution failed')
    expect(play.trace()).toEqual(['admit 1'])
  })
})
