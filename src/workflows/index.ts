export { commandWorkflow } from './command-workflow.ts'
export { housekeepingWorkflow } from './housekeeping-workflow.ts'
// Stored as the type of running workflows, so the exported name stays.
export { githubEventWorkflow as noticeWorkflow } from './github-event-workflow.ts'
export { projectWorkflow } from './project-workflow.ts'
