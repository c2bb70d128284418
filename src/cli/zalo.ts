import { Command } from 'commander'
import type { Cli } from './cli.ts'
import { zaloAuthorise } from './zalo/authorise.ts'
import { zaloStatus } from './zalo/status.ts'
import { zaloTemplate } from './zalo/template.ts'

/** `loa zalo`: the commune's Official Account. */
export function zaloCommand(cli: Cli): Command {
  const zalo = new Command('zalo').description('Zalo OA của xã: kết nối, tình hình, các mẫu tin đã được duyệt')
  for (const make of [zaloAuthorise, zaloStatus, zaloTemplate]) zalo.addCommand(make(cli))
  return zalo
}
