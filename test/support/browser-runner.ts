/** Runs test files one after the other in one process, and ends its browsers with it. */
import { TestRunner } from 'vitest';
import { starts } from './browser-starts.ts';
import { closeAll, closeSpecial } from './shared-browsers.ts';

export default class BrowserRunner extends TestRunner {
  constructor(...parameters: ConstructorParameters<typeof TestRunner>) {
    super(...parameters);
    this.onCleanupWorkerContext(closeAll);
  }

  override onCollectStart(file: Parameters<TestRunner['onCollectStart']>[0]): void {
    starts.file = file.name;
    super.onCollectStart(file);
  }

  /** Each file by itself. */
  async onBeforeRunFiles(): Promise<void> {
    await closeSpecial();
  }
}
