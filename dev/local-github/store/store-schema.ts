/**
 * As on GitHub, issues, comments, reviews and line comments each have their own ids. They start where GitHub's are today: over 32 bits, and
 * overlapping for comments and reviews, so that code that mixes them up fails here.
 */
export const FIRST_IDS = {
  users: 180_000_000,
  installations: 60_000_000,
  repositories: 900_000_000,
  issues: 3_600_000_000,
  pulls: 2_900_000_000,
  comments: 3_500_000_000,
  reviews: 3_500_000_000,
  review_comments: 2_500_000_000,
  reactions: 290_000_000,
  check_suites: 42_000_000_000,
  check_runs: 45_000_000_000,
  deliveries: 170_000_000_000,
} as const

export const SCHEMA = `
CREATE TABLE IF NOT EXISTS users (
  id INTEGER PRIMARY KEY AUTOINCREMENT, login TEXT NOT NULL UNIQUE COLLATE NOCASE, type TEXT NOT NULL, created_at TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS installations (
  id INTEGER PRIMARY KEY AUTOINCREMENT, account_id INTEGER UNIQUE REFERENCES users, created_at TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS installation_tokens (
  hash TEXT PRIMARY KEY, installation_id INTEGER NOT NULL REFERENCES installations, repository_ids TEXT, permissions TEXT NOT NULL,
  expires_at TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS repositories (
  id INTEGER PRIMARY KEY AUTOINCREMENT, owner_id INTEGER NOT NULL REFERENCES users, name TEXT NOT NULL COLLATE NOCASE, description TEXT,
  private INTEGER NOT NULL, default_branch TEXT NOT NULL, next_number INTEGER NOT NULL DEFAULT 1,
  created_at TEXT NOT NULL, updated_at TEXT NOT NULL, pushed_at TEXT NOT NULL,
  UNIQUE (owner_id, name)
);
CREATE TABLE IF NOT EXISTS collaborators (
  repository_id INTEGER NOT NULL REFERENCES repositories, user_id INTEGER NOT NULL REFERENCES users, role TEXT NOT NULL,
  PRIMARY KEY (repository_id, user_id)
);
CREATE TABLE IF NOT EXISTS issues (
  id INTEGER PRIMARY KEY AUTOINCREMENT, repository_id INTEGER NOT NULL REFERENCES repositories, number INTEGER NOT NULL,
  title TEXT NOT NULL, body TEXT, state TEXT NOT NULL DEFAULT 'open', state_reason TEXT, user_id INTEGER NOT NULL REFERENCES users,
  via_app INTEGER NOT NULL, created_at TEXT NOT NULL, updated_at TEXT NOT NULL, closed_at TEXT, closed_by_id INTEGER REFERENCES users,
  UNIQUE (repository_id, number)
);
CREATE TABLE IF NOT EXISTS pulls (
  id INTEGER PRIMARY KEY AUTOINCREMENT, issue_id INTEGER NOT NULL UNIQUE REFERENCES issues ON DELETE CASCADE,
  base_ref TEXT NOT NULL, base_sha TEXT NOT NULL, head_ref TEXT NOT NULL, head_sha TEXT NOT NULL, draft INTEGER NOT NULL,
  merged_at TEXT, merged_by_id INTEGER REFERENCES users, merge_commit_sha TEXT
);
CREATE INDEX IF NOT EXISTS pulls_head ON pulls (head_ref);
CREATE TABLE IF NOT EXISTS comments (
  id INTEGER PRIMARY KEY AUTOINCREMENT, issue_id INTEGER NOT NULL REFERENCES issues ON DELETE CASCADE, user_id INTEGER NOT NULL REFERENCES users,
  via_app INTEGER NOT NULL, body TEXT NOT NULL, created_at TEXT NOT NULL, updated_at TEXT NOT NULL, edited_at TEXT
);
CREATE INDEX IF NOT EXISTS comments_issue ON comments (issue_id);
CREATE TABLE IF NOT EXISTS reviews (
  id INTEGER PRIMARY KEY AUTOINCREMENT, issue_id INTEGER NOT NULL REFERENCES issues ON DELETE CASCADE, user_id INTEGER NOT NULL REFERENCES users,
  body TEXT NOT NULL, state TEXT NOT NULL, commit_id TEXT NOT NULL, submitted_at TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS reviews_issue ON reviews (issue_id);
CREATE TABLE IF NOT EXISTS review_comments (
  id INTEGER PRIMARY KEY AUTOINCREMENT, issue_id INTEGER NOT NULL REFERENCES issues ON DELETE CASCADE,
  review_id INTEGER NOT NULL REFERENCES reviews ON DELETE CASCADE, user_id INTEGER NOT NULL REFERENCES users, body TEXT NOT NULL,
  path TEXT NOT NULL, line INTEGER NOT NULL, side TEXT NOT NULL, start_line INTEGER, start_side TEXT, position INTEGER NOT NULL,
  diff_hunk TEXT NOT NULL, commit_id TEXT NOT NULL, in_reply_to_id INTEGER, created_at TEXT NOT NULL, updated_at TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS review_comments_issue ON review_comments (issue_id);
CREATE TABLE IF NOT EXISTS reactions (
  id INTEGER PRIMARY KEY AUTOINCREMENT, subject TEXT NOT NULL, subject_id INTEGER NOT NULL, user_id INTEGER NOT NULL REFERENCES users,
  content TEXT NOT NULL, created_at TEXT NOT NULL, UNIQUE (subject, subject_id, user_id, content)
);
CREATE TABLE IF NOT EXISTS check_suites (
  id INTEGER PRIMARY KEY AUTOINCREMENT, repository_id INTEGER NOT NULL REFERENCES repositories, head_sha TEXT NOT NULL, created_at TEXT NOT NULL,
  UNIQUE (repository_id, head_sha)
);
CREATE TABLE IF NOT EXISTS check_runs (
  id INTEGER PRIMARY KEY AUTOINCREMENT, suite_id INTEGER NOT NULL REFERENCES check_suites, repository_id INTEGER NOT NULL REFERENCES repositories,
  head_sha TEXT NOT NULL, name TEXT NOT NULL, external_id TEXT NOT NULL, status TEXT NOT NULL, conclusion TEXT,
  details_url TEXT, title TEXT, summary TEXT, text TEXT, started_at TEXT NOT NULL, completed_at TEXT
);
CREATE INDEX IF NOT EXISTS check_runs_head ON check_runs (repository_id, head_sha);
CREATE TABLE IF NOT EXISTS issue_labels (
  id INTEGER PRIMARY KEY AUTOINCREMENT, issue_id INTEGER NOT NULL REFERENCES issues ON DELETE CASCADE, name TEXT NOT NULL, UNIQUE (issue_id, name)
);
CREATE TABLE IF NOT EXISTS review_requests (
  issue_id INTEGER NOT NULL REFERENCES issues ON DELETE CASCADE, user_id INTEGER NOT NULL REFERENCES users, PRIMARY KEY (issue_id, user_id)
);
CREATE TABLE IF NOT EXISTS issue_locks (issue_id INTEGER PRIMARY KEY REFERENCES issues ON DELETE CASCADE);
CREATE TABLE IF NOT EXISTS push_rules (repository_id INTEGER NOT NULL REFERENCES repositories, prefix TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS action_jobs (check_run_id INTEGER PRIMARY KEY REFERENCES check_runs, log TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS check_annotations (
  id INTEGER PRIMARY KEY AUTOINCREMENT, check_run_id INTEGER NOT NULL REFERENCES check_runs, path TEXT NOT NULL, start_line INTEGER NOT NULL,
  end_line INTEGER NOT NULL, annotation_level TEXT NOT NULL, message TEXT NOT NULL, title TEXT
);
CREATE INDEX IF NOT EXISTS check_annotations_run ON check_annotations (check_run_id);
CREATE TABLE IF NOT EXISTS check_images (
  id INTEGER PRIMARY KEY AUTOINCREMENT, check_run_id INTEGER NOT NULL REFERENCES check_runs, alt TEXT NOT NULL, image_url TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS check_images_run ON check_images (check_run_id);
CREATE TABLE IF NOT EXISTS verified_commits (
  repository_id INTEGER NOT NULL REFERENCES repositories, sha TEXT NOT NULL, verified_at TEXT NOT NULL, PRIMARY KEY (repository_id, sha)
);
CREATE TABLE IF NOT EXISTS deliveries (
  id INTEGER PRIMARY KEY AUTOINCREMENT, guid TEXT NOT NULL, event TEXT NOT NULL, action TEXT, installation_id INTEGER NOT NULL,
  repository_id INTEGER NOT NULL, redelivery INTEGER NOT NULL, state TEXT NOT NULL, delivered_at TEXT NOT NULL, url TEXT NOT NULL,
  payload TEXT NOT NULL, request_headers TEXT NOT NULL, status TEXT NOT NULL, status_code INTEGER NOT NULL, duration_s REAL NOT NULL,
  response_headers TEXT NOT NULL, response_body TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS deliveries_state ON deliveries (state);
`
