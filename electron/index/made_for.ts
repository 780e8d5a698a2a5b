/** SQL of what something was made for: the task that its operation launched or ran, else the kind of the operation (`operation_view` as `o`). */
export function madeForSql(table: string): string {
  return `coalesce(o.launched_task, (SELECT k.name FROM task t JOIN kind_name k ON k.family = 'task' AND k.kind = t.task_id WHERE t.op_id = ${table}.op_id LIMIT 1), o.kind_name)`;
}
