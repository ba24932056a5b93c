import type { Hub } from '../hub.ts'
import type { Repository } from '../store/repositories.ts'
import { labelRow } from '../store/rows.ts'
import { now } from '../now.ts'

const GREY = 'ededed'

/** Labels that the repository doesn't have are made, as on GitHub. */
export function addLabels(hub: Hub, repository: Repository, issueId: number, names: readonly string[]): void {
  hub.store.transaction(() => {
    for (const name of names) {
      const known = hub.store.get(labelRow, 'SELECT * FROM labels WHERE repository_id = ? AND name = ?', repository.row.id, name)
      const labelId = known?.id ?? hub.store.insert('labels', { repository_id: repository.row.id, name, color: GREY })
      hub.store.run('INSERT OR IGNORE INTO issue_labels (issue_id, label_id) VALUES (?, ?)', issueId, labelId)
    }
    hub.store.update('issues', issueId, { updated_at: now() })
  })
}
