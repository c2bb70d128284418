import { openGround } from '../../app/installation.ts'
import type { Ground } from '../../app/installation.ts'
import { zaloDesk } from '../../app/zalo-desk.ts'
import type { ZaloDesk } from '../../app/zalo-desk.ts'
import { EXIT, UserError } from '../../kernel/errors.ts'
import type { Cli } from '../cli.ts'

/** Opens the account of this installation for one command, and closes it behind. */
export async function withDesk(cli: Cli, work: (desk: ZaloDesk, ground: Ground) => Promise<void>): Promise<void> {
  const ground = await openGround(cli.config(), cli.log())
  try {
    const desk = zaloDesk(ground)
    if (desk === undefined) {
      throw new UserError('zalo.off', 'Chưa bật Zalo OA. Đặt ZALO_APP_ID, ZALO_APP_SECRET, ZALO_OA_ID, ZALO_OA_SECRET_KEY (xem README, mục Zalo OA).', { exitCode: EXIT.usage })
    }
    try {
      await work(desk, ground)
    } finally {
      await desk.close()
    }
  } finally {
    await ground.close()
  }
}

/** Zalo answers within a second or two. */
export const ASK_MS = 15_000
