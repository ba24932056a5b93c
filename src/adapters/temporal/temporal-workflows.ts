import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client'
import { WorkflowNotFoundError } from '@temporalio/common'
import type { Client } from '@temporalio/client'
import { commandWorkflowId, githubEventWorkflowId, projectWorkflowId } from '#src/domain/projects/ids.ts'
import type { ProjectAddress } from '#src/domain/projects/ids.ts'
import type { TurnCommand } from '#src/domain/commands/command-message.ts'
import type { Workflows } from '#src/ports/workflows.ts'
import {
  cancelRequested,
  slotGranted,
  projectQueue,
  projectStopped,
  pullRequestClosed,
  pullRequestReopened,
  recheckRequested,
  TASK_QUEUE,
  turnRequested,
} from '#src/workflows/signals.ts'
import type { CancelInput, PullRequestClosure, CommandInput, GitHubEventInput, ProjectInput, Stop } from '#src/workflows/signals.ts'

type Workflow<Input> = (input: Input) => Promise<void>

/** Projects, commands and GitHub events as Temporal workflows. Only tests pass another `taskQueue`. */
export function createTemporalWorkflows(client: Client, taskQueue: string = TASK_QUEUE): Workflows {
  /** A project that was idle for long has no workflow, so every signal starts it, even the one that closes it. */
  const startOf = (address: ProjectAddress): { workflowId: string; taskQueue: string; args: [ProjectInput] } => ({
    workflowId: projectWorkflowId(address),
    taskQueue,
    args: [{ address, queue: [], closed: null }],
  })
  /** Starts a short workflow with a fixed id. A second start is refused and counts as success. */
  const startOnce = async (
    name: string,
    workflowId: string,
    input: CommandInput | GitHubEventInput,
  ): Promise<'started' | 'already-started'> => {
    try {
      await client.workflow.start<Workflow<CommandInput | GitHubEventInput>>(name, {
        ...{ workflowId, taskQueue, args: [input] },
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        workflowExecutionTimeout: '1 day',
      })
      return 'started'
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) return 'already-started'
      throw error
    }
  }
  return {
    startCommand: (message) => startOnce('commandWorkflow', commandWorkflowId(message), { message }),
    startGitHubEvent: (delivery, notice) => startOnce('noticeWorkflow', githubEventWorkflowId(delivery), { notice }),
    async requestTurn(address, turn) {
      await client.workflow.signalWithStart<Workflow<ProjectInput>, [TurnCommand]>('projectWorkflow', {
        ...startOf(address),
        signal: turnRequested,
        signalArgs: [turn],
      })
    },
    async requestCancel(address, cancel) {
      await client.workflow.signalWithStart<Workflow<ProjectInput>, [CancelInput]>('projectWorkflow', {
        ...startOf(address),
        signal: cancelRequested,
        signalArgs: [cancel],
      })
    },
    async pullRequestClosed(address, end) {
      await client.workflow.signalWithStart<Workflow<ProjectInput>, [PullRequestClosure]>('projectWorkflow', {
        ...startOf(address),
        signal: pullRequestClosed,
        signalArgs: [end],
      })
    },
    async pullRequestReopened(address) {
      await client.workflow.signalWithStart<Workflow<ProjectInput>>('projectWorkflow', { ...startOf(address), signal: pullRequestReopened })
    },
    async stop(address, stop) {
      if (stop.why !== 'not-allowed') {
        await client.workflow.signalWithStart<Workflow<ProjectInput>, [Stop]>('projectWorkflow', {
          ...startOf(address),
          signal: projectStopped,
          signalArgs: [stop],
        })
        return
      }
      // If no workflow runs, there is nothing to stop.
      await client.workflow.getHandle(projectWorkflowId(address)).signal(projectStopped, stop).catch(ignoreNotFound)
    },
    async requestRecheck(address, turnId) {
      await client.workflow.signalWithStart<Workflow<ProjectInput>, [string]>('projectWorkflow', {
        ...startOf(address),
        signal: recheckRequested,
        signalArgs: [turnId],
      })
    },
    async grantSlot(address, turnId) {
      await client.workflow.getHandle(projectWorkflowId(address)).signal(slotGranted, turnId).catch(ignoreNotFound)
    },
    async waitingTurns(address) {
      try {
        return (await client.workflow.getHandle(projectWorkflowId(address)).query(projectQueue)).waiting.length
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) return 0
        throw error
      }
    },
  }
}

function ignoreNotFound(error: unknown): void {
  if (!(error instanceof WorkflowNotFoundError)) throw error
}
