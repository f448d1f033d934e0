import { useLayoutEffect, useState } from 'preact/hooks';

/** Takes pictures that are pasted or dropped anywhere on the page. @returns whether one is held over it just now */
export function usePictures(onFile: (file: File) => void): boolean {
  const [over, setOver] = useState(false);
  // With the page, not a moment after it: what is dropped then would be lost.
  useLayoutEffect(() => {
    const take = (files: FileList | undefined): void => {
      const [file] = files ?? [];
      if (file) onFile(file);
    };
    const listeners = {
      paste: (event: ClipboardEvent) => take(event.clipboardData?.files),
      dragover: (event: DragEvent) => {
        event.preventDefault(); // or the browser would leave the page for the file
        setOver(true);
      },
      dragleave: () => setOver(false),
      drop: (event: DragEvent) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer?.files);
      },
    };
    const entries = Object.entries(listeners) as [string, EventListener][];
    for (const [type, listener] of entries) document.addEventListener(type, listener);
    return () => {
      for (const [type, listener] of entries) document.removeEventListener(type, listener);
    };
  }, [onFile]);
  return over;
}
