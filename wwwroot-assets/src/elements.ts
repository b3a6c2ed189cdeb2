import { ConfusionMatrix } from "./confusion.ts";
import { ConnectionStatus } from "./connectionStatus.ts";
import { FileUpload } from "./fileUpload.ts";
import { FormDraft } from "./formDraft.ts";
import { ImageGrid } from "./imageGrid.ts";
import { JobLog } from "./jobLog.ts";
import { KeyShortcuts } from "./keyShortcuts.ts";
import { define } from "./liveElement.ts";
import { LocalTime } from "./localTime.ts";
import { MiniBars } from "./miniBars.ts";
import { ModelInspection } from "./modelInspection.ts";
import { SeriesCharts } from "./seriesCharts.ts";
import { TrainingSparkline } from "./sparkline.ts";
import { ThemeToggle } from "./themeToggle.ts";
import { TrainingChart } from "./trainingChart.ts";

export function defineElements(): void {
  define("training-chart", TrainingChart);
  define("series-charts", SeriesCharts);
  define("training-sparkline", TrainingSparkline);
  define("confusion-matrix", ConfusionMatrix);
  define("job-log", JobLog);
  define("image-grid", ImageGrid);
  define("file-upload", FileUpload);
  define("mini-bars", MiniBars);
  define("local-time", LocalTime);
  define("model-inspection", ModelInspection);
  define("key-shortcuts", KeyShortcuts);
  define("form-draft", FormDraft);
  define("theme-toggle", ThemeToggle);
  define("connection-status", ConnectionStatus);
}
