# Milliseconds of regressions: folder, kind, rows, numbers, labels, levels, rows of a group, runs, scale of the prior.
import os
import sys
import time
import warnings

import numpy
import scipy.sparse
import sklearn
import statsmodels
import statsmodels.api
from sklearn.linear_model import LogisticRegression, PoissonRegressor

warnings.filterwarnings("ignore")
folder, kind = sys.argv[1:3]
rows, numbers, labels, levels, group_rows, runs = (int(a) for a in sys.argv[3:9])
scale = float(sys.argv[9])
raw = numpy.fromfile(f"{folder}/data", dtype=numpy.uint8)
doubles = raw[:8 * rows * (numbers + 1)].view("<f8").reshape(numbers + 1, rows)
codes = raw[8 * rows * (numbers + 1):].view("<i4").reshape(labels, rows)
x, y = doubles[:-1].T.copy(), doubles[-1].copy()
ours = numpy.loadtxt(f"{folder}/ours")


def report(name, fit, count=None):
    elapsed, used = [], []
    for _ in range(count or runs):
        start, processors = time.perf_counter(), time.process_time()
        beta = fit()
        elapsed.append(time.perf_counter() - start)
        used.append(time.process_time() - processors)
    difference = "" if beta is None else f"{numpy.max(numpy.abs(beta - ours[:len(beta)])):.1e}"
    print(name, 1e3 * min(elapsed), 1e3 * min(used), difference, sep="\t")


def sklearn_fit(model, design):
    model.fit(design, y)
    return numpy.concatenate([numpy.atleast_1d(model.intercept_).ravel(), model.coef_.ravel()])


maps = open("/proc/self/maps").read() if os.path.exists("/proc/self/maps") else ""
libraries = {line.split()[-1] for line in maps.splitlines() if "blas" in os.path.basename(line.split()[-1])}
blas = sorted("/".join(path.split("/")[-2:]) for path in libraries if os.path.basename(path).startswith("lib"))
print(f"NumPy {numpy.__version__}, scikit-learn {sklearn.__version__}, statsmodels {statsmodels.__version__}; BLAS {', '.join(blas) or 'unknown'}")

glm = statsmodels.api.GLM
if kind == "logistic":
    report("scikit-learn, newton-cholesky, no errors", lambda: sklearn_fit(LogisticRegression(penalty="none", solver="newton-cholesky", tol=1e-8, max_iter=50), x))
    with_one = statsmodels.api.add_constant(x)
    report("statsmodels Logit, standard errors", lambda: (lambda f: (f.bse, f.params)[1])(statsmodels.api.Logit(y, with_one).fit(disp=0)))
elif kind == "poisson":
    report("scikit-learn, newton-cholesky, no errors", lambda: sklearn_fit(PoissonRegressor(alpha=0, solver="newton-cholesky", tol=1e-8, max_iter=50), x))
    with_one = statsmodels.api.add_constant(x)
    report("statsmodels GLM, standard errors", lambda: (lambda f: (f.bse, f.params)[1])(glm(y, with_one, family=statsmodels.api.families.Poisson()).fit()))
elif kind == "labels":
    penalty = 1 / (rows * scale * scale)
    places = numpy.concatenate([numpy.where(c > 0, numbers + k * (levels - 1) + c - 1, -1) for k, c in enumerate(codes)])
    lines = numpy.tile(numpy.arange(rows), labels)
    kept = places >= 0
    lines = numpy.concatenate([lines[kept]] + [numpy.arange(rows)] * numbers)
    entries = numpy.concatenate([numpy.ones(kept.sum()), x.T.ravel()])
    places = numpy.concatenate([places[kept]] + [numpy.full(rows, j) for j in range(numbers)])
    sparse = scipy.sparse.csr_matrix((entries, (lines, places)), shape=(rows, numbers + labels * (levels - 1)))
    model = PoissonRegressor(alpha=penalty, solver="newton-cholesky", tol=1e-8, max_iter=50)
    report("scikit-learn, newton-cholesky, sparse design, no errors", lambda: sklearn_fit(model, sparse))
    dense = numpy.asfortranarray(sparse.toarray())
    report("scikit-learn, newton-cholesky, dense design, no errors", lambda: sklearn_fit(model, dense), 1)
elif kind == "logistic groups":
    some = min(rows // group_rows, 300)
    parts = [(statsmodels.api.add_constant(x[i:i + group_rows]), y[i:i + group_rows]) for i in range(0, some * group_rows, group_rows)]
    def all_groups():
        for design, response in parts:
            try:
                statsmodels.api.Logit(response, design).fit(disp=0).bse
            except Exception:
                pass
    start, processors = time.perf_counter(), time.process_time()
    all_groups()
    factor = 1e3 * (rows // group_rows) / some
    print(f"statsmodels Logit (one thread, from {some} groups)", factor * (time.perf_counter() - start), factor * (time.process_time() - processors), "", sep="\t")
else:
    some = min(rows // group_rows, 300)
    parts = [(statsmodels.api.add_constant(x[i:i + group_rows]), y[i:i + group_rows]) for i in range(0, some * group_rows, group_rows)]
    start, processors = time.perf_counter(), time.process_time()
    for design, response in parts:
        statsmodels.api.OLS(response, design).fit(cov_type="HC1").pvalues
    factor = 1e3 * (rows // group_rows) / some
    print(f"statsmodels OLS, HC1 (one thread, from {some} groups)", factor * (time.perf_counter() - start), factor * (time.process_time() - processors), "", sep="\t")
