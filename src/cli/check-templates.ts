import { Command } from 'commander'
import { templateProblems } from '../app/installation.ts'
import { EXIT } from '../kernel/errors.ts'
import type { Cli } from './cli.ts'

/** `loa check-templates`: would every text of templates/ be sent? Needs neither settings nor a database, so a build can ask. */
export function checkTemplatesCommand(cli: Cli): Command {
  return new Command('check-templates').description('kiểm tra các mẫu tin trong thư mục templates').action(async () => {
    const problems = await templateProblems()
    for (const { template, said } of problems) cli.print(`${template}: ${said}`)
    cli.print(problems.length === 0 ? 'Mọi mẫu tin đều dùng được.' : `Cần sửa ${problems.length} chỗ; đến khi sửa xong, Loa không khởi động.`)
    if (problems.length > 0) cli.setExitCode(EXIT.refused)
  })
}
