# Milliseconds of regressions: folder, kind, rows, numbers, labels, levels, rows of a group, runs, scale of the prior.
arguments <- commandArgs(trailingOnly = TRUE)
folder <- arguments[1]
kind <- arguments[2]
if (kind %in% c("logistic", "poisson")) {
  sizes <- as.integer(arguments[3:4])
  values <- matrix(readBin(file.path(folder, "data"), "double", sizes[1] * (sizes[2] + 1)), sizes[1])
  ours <- scan(file.path(folder, "ours"), quiet = TRUE)
  y <- values[, sizes[2] + 1]
  x <- cbind(1, values[, seq_len(sizes[2])])
  family <- if (kind == "logistic") binomial() else poisson()
  time <- system.time(fit <- glm.fit(x, y, family = family))
  cat(R.version.string, "; BLAS ", paste(tail(strsplit(extSoftVersion()["BLAS"], "/")[[1]], 2), collapse = "/"), "\n", sep = "")
  cat("R glm.fit, QR, no errors", 1e3 * time[["elapsed"]], 1e3 * (time[["user.self"]] + time[["sys.self"]]), format(max(abs(fit$coefficients - ours[seq_along(fit$coefficients)])), digits = 2), sep = "\t")
  cat("\n")
}
