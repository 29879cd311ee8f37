// Made by `npm run references`. Do not edit.
import type { Reference } from "../reference.js";

/** What is known of the task `noisy-labels`. */
export const noisyLabels: readonly Reference[] = [
  {
    task: "noisy-labels",
    size: 1,
    horizon: 200,
    batch: 64,
    fingerprint: "5086fe341f8b0f13",
    effort: {
      trials: 64,
      tuningSeeds: 2,
      seeds: 8,
      horizons: [0.25, 0.5, 1, 2, 4],
    },
    curve: [
      {
        horizon: 50,
        setting: {
          scale: 18.34253891980236,
          decay: 0.012483755901180496,
          hyperparameters: {
            beta1: 0.48111769414213545,
            beta2: 0.9989926353130846,
          },
        },
        loss: 1.6189506547525525,
        deviation: 0.027943736929675094,
        edges: [],
      },
      {
        horizon: 100,
        setting: {
          scale: 18.34253891980236,
          decay: 0.012483755901180496,
          hyperparameters: {
            beta1: 0.48111769414213545,
            beta2: 0.9989926353130846,
          },
        },
        loss: 1.4342372501268983,
        deviation: 0.04121949355552418,
        edges: [],
      },
      {
        horizon: 200,
        setting: {
          scale: 18.25942987981892,
          decay: 0.02750760371818862,
          hyperparameters: {
            beta1: 0.7216639243773235,
            beta2: 0.9991060775008608,
          },
        },
        loss: 1.318340270780027,
        deviation: 0.04276111684989268,
        edges: [],
      },
      {
        horizon: 400,
        setting: {
          scale: 14.766588998285922,
          decay: 0.003576884145277242,
          hyperparameters: {
            beta1: 0.6071033940047833,
            beta2: 0.9991735059102018,
          },
        },
        loss: 1.2067444357089698,
        deviation: 0.05194176624607082,
        edges: [],
      },
      {
        horizon: 800,
        setting: {
          scale: 15.208967118490326,
          decay: 0.0005880602423942799,
          hyperparameters: {
            beta1: 0.7907951940221452,
            beta2: 0.999364728586833,
          },
        },
        loss: 1.1058033988811076,
        deviation: 0.0488332765461119,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 200,
        setting: {
          scale: 18.25942987981892,
          decay: 0.02750760371818862,
          hyperparameters: {
            beta1: 0.7216639243773235,
            beta2: 0.9991060775008608,
          },
        },
        loss: 1.318340270780027,
        deviation: 0.04276111684989268,
        edges: [],
      },
      nadamw: {
        horizon: 200,
        setting: {
          scale: 34.5837128893088,
          decay: 0.03311261472606285,
          hyperparameters: {
            beta1: 0.9156520653139772,
            beta2: 0.9980144714701793,
          },
        },
        loss: 1.3114728569053113,
        deviation: 0.038412463899092586,
        edges: [],
      },
      lion: {
        horizon: 200,
        setting: {
          scale: 63.50396591057805,
          decay: 0.00020114297703075946,
          hyperparameters: {
            beta1: 0.8443973526253726,
            beta2: 0.968442732410479,
          },
        },
        loss: 1.3775747288018465,
        deviation: 0.04684869858547963,
        edges: [],
      },
      nesterov: {
        horizon: 200,
        setting: {
          scale: 15.15459989473889,
          decay: 0.0009826656025520514,
          hyperparameters: {
            beta: 0.9239625393089315,
          },
        },
        loss: 1.333643900230527,
        deviation: 0.033496097352614995,
        edges: [],
      },
      muon: {
        horizon: 200,
        setting: {
          scale: 1.416316636339388,
          decay: 0.002774461925490605,
          hyperparameters: {
            learning_rate: 0.036337265190767166,
            momentum: 0.9758089626331634,
            adam_learning_rate: 0.017571827713388954,
            beta1: 0.7947587394133957,
            beta2: 0.999447960689856,
          },
        },
        loss: 1.2767175091430545,
        deviation: 0.0467751035351902,
        edges: [],
      },
    },
  },
  {
    task: "noisy-labels",
    size: 1,
    horizon: 800,
    batch: 8,
    fingerprint: "30207067418c36ef",
    effort: {
      trials: 64,
      tuningSeeds: 2,
      seeds: 8,
      horizons: [0.25, 0.5, 1, 2, 4],
    },
    curve: [
      {
        horizon: 200,
        setting: {
          scale: 7.416900067431614,
          decay: 0.0015468662327697321,
          hyperparameters: {
            beta1: 0.7565259812963032,
            beta2: 0.9990669105321033,
          },
        },
        loss: 1.7274047532118857,
        deviation: 0.06681511341630617,
        edges: [],
      },
      {
        horizon: 400,
        setting: {
          scale: 11.887784542678148,
          decay: 0.0002003945864119307,
          hyperparameters: {
            beta1: 0.7489023577839632,
            beta2: 0.9989064460847844,
          },
        },
        loss: 1.5391976120881736,
        deviation: 0.11023093459691512,
        edges: [],
      },
      {
        horizon: 800,
        setting: {
          scale: 10.106214104076534,
          decay: 0,
          hyperparameters: {
            beta1: 0.9313531326556524,
            beta2: 0.9986125556637898,
          },
        },
        loss: 1.3825911858584732,
        deviation: 0.1303164536774406,
        edges: [],
      },
      {
        horizon: 1600,
        setting: {
          scale: 10.1984217172447,
          decay: 0.0006530227822049223,
          hyperparameters: {
            beta1: 0.8117323480579726,
            beta2: 0.9989523486412974,
          },
        },
        loss: 1.2572777341119945,
        deviation: 0.14308971019743488,
        edges: [],
      },
      {
        horizon: 3200,
        setting: {
          scale: 8.945037298802,
          decay: 0.00009429463021089592,
          hyperparameters: {
            beta1: 0.7864965806926698,
            beta2: 0.9993736251297471,
          },
        },
        loss: 1.1427560688462108,
        deviation: 0.1358665857219363,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 800,
        setting: {
          scale: 10.106214104076534,
          decay: 0,
          hyperparameters: {
            beta1: 0.9313531326556524,
            beta2: 0.9986125556637898,
          },
        },
        loss: 1.3825911858584732,
        deviation: 0.1303164536774406,
        edges: [],
      },
      nadamw: {
        horizon: 800,
        setting: {
          scale: 10.64256756099168,
          decay: 0.00042943978394691335,
          hyperparameters: {
            beta1: 0.7614280136177332,
            beta2: 0.999326241278954,
          },
        },
        loss: 1.376550059998408,
        deviation: 0.13091643822052795,
        edges: [],
      },
      lion: {
        horizon: 800,
        setting: {
          scale: 16.50079476951372,
          decay: 0.004305718078380373,
          hyperparameters: {
            beta1: 0.8346505692491099,
            beta2: 0.985876773741346,
          },
        },
        loss: 1.4392321244813502,
        deviation: 0.13481394189953785,
        edges: [],
      },
      nesterov: {
        horizon: 800,
        setting: {
          scale: 2.9842981171043057,
          decay: 0.00012162066828778639,
          hyperparameters: {
            beta: 0.8956759182326429,
          },
        },
        loss: 1.3566004745662212,
        deviation: 0.14056522535336352,
        edges: [],
      },
      muon: {
        horizon: 800,
        setting: {
          scale: 0.5206268357953072,
          decay: 0.00005576923332604563,
          hyperparameters: {
            learning_rate: 0.05988107370538765,
            momentum: 0.9097921731377983,
            adam_learning_rate: 0.009748050704533457,
            beta1: 0.8860121900123167,
            beta2: 0.9983114934125135,
          },
        },
        loss: 1.323894212488085,
        deviation: 0.12279303943188259,
        edges: [],
      },
    },
  },
  {
    task: "noisy-labels",
    size: 10,
    horizon: 400,
    batch: 64,
    fingerprint: "d6007914d0e51068",
    effort: {
      trials: 16,
      tuningSeeds: 1,
      seeds: 4,
      horizons: [0.5, 1, 2, 4],
    },
    curve: [
      {
        horizon: 200,
        setting: {
          scale: 12.16079885211743,
          decay: 0.023128538912367956,
          hyperparameters: {
            beta1: 0.751788796256237,
            beta2: 0.9991906670670235,
          },
        },
        loss: 1.0764839574694633,
        deviation: 0.03385681336659542,
        edges: [],
      },
      {
        horizon: 400,
        setting: {
          scale: 13.461497723096258,
          decay: 0.009919249548940594,
          hyperparameters: {
            beta1: 0.7734751925872296,
            beta2: 0.9995085636739521,
          },
        },
        loss: 0.9589229477569461,
        deviation: 0.040934223655523246,
        edges: [],
      },
      {
        horizon: 800,
        setting: {
          scale: 11.57149642369219,
          decay: 0.004667451276674141,
          hyperparameters: {
            beta1: 0.6760705254101926,
            beta2: 0.9994882064314968,
          },
        },
        loss: 0.8581875343807042,
        deviation: 0.03464733343787514,
        edges: [],
      },
      {
        horizon: 1600,
        setting: {
          scale: 11.086010863972172,
          decay: 0.004102994804121148,
          hyperparameters: {
            beta1: 0.8078639386571262,
            beta2: 0.9993503650783118,
          },
        },
        loss: 0.7907387549057603,
        deviation: 0.03897491319614318,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 400,
        setting: {
          scale: 13.461497723096258,
          decay: 0.009919249548940594,
          hyperparameters: {
            beta1: 0.7734751925872296,
            beta2: 0.9995085636739521,
          },
        },
        loss: 0.9589229477569461,
        deviation: 0.040934223655523246,
        edges: [],
      },
      nadamw: {
        horizon: 400,
        setting: {
          scale: 23.137623226976245,
          decay: 0.01875578171022946,
          hyperparameters: {
            beta1: 0.9228194177758483,
            beta2: 0.9980916988866587,
          },
        },
        loss: 0.9599385913461447,
        deviation: 0.023662395265909932,
        edges: [],
      },
      lion: {
        horizon: 400,
        setting: {
          scale: 34.751338755318244,
          decay: 0.06674972751423015,
          hyperparameters: {
            beta1: 0.8475794375708221,
            beta2: 0.9657427206112468,
          },
        },
        loss: 0.9903697483241558,
        deviation: 0.034563610618429164,
        edges: [],
      },
      nesterov: {
        horizon: 400,
        setting: {
          scale: 8.159292569397993,
          decay: 0.0001720556233958064,
          hyperparameters: {
            beta: 0.9350843930539702,
          },
        },
        loss: 0.9875469207763672,
        deviation: 0.04134248281400796,
        edges: [],
      },
      muon: {
        horizon: 400,
        setting: {
          scale: 1.357782199489214,
          decay: 0.002719137004899711,
          hyperparameters: {
            learning_rate: 0.036766731170582205,
            momentum: 0.9748904321159302,
            adam_learning_rate: 0.016582530225244082,
            beta1: 0.7977695689131667,
            beta2: 0.9994276886598102,
          },
        },
        loss: 0.940298424102366,
        deviation: 0.03506067348519339,
        edges: [],
      },
    },
  },
  {
    task: "noisy-labels",
    size: 100,
    horizon: 900,
    batch: 64,
    fingerprint: "925c6c2e3844f5fc",
    effort: {
      trials: 8,
      tuningSeeds: 1,
      seeds: 2,
      horizons: [0.5, 1, 2],
    },
    curve: [
      {
        horizon: 450,
        setting: {
          scale: 9.047169890601438,
          decay: 0.0021439194188057364,
          hyperparameters: {
            beta1: 0.8460214772975583,
            beta2: 0.9996958252518946,
          },
        },
        loss: 0.7907063942402601,
        deviation: 0.010526662738531692,
        edges: [],
      },
      {
        horizon: 900,
        setting: {
          scale: 9.047169890601438,
          decay: 0.0021439194188057364,
          hyperparameters: {
            beta1: 0.8460214772975583,
            beta2: 0.9996958252518946,
          },
        },
        loss: 0.7144345100969076,
        deviation: 0.0017882328304005314,
        edges: [],
      },
      {
        horizon: 1800,
        setting: {
          scale: 9.047169890601438,
          decay: 0.0021439194188057364,
          hyperparameters: {
            beta1: 0.8460214772975583,
            beta2: 0.9996958252518946,
          },
        },
        loss: 0.6837317757308483,
        deviation: 0.006209763877269275,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 900,
        setting: {
          scale: 9.047169890601438,
          decay: 0.0021439194188057364,
          hyperparameters: {
            beta1: 0.8460214772975583,
            beta2: 0.9996958252518946,
          },
        },
        loss: 0.7144345100969076,
        deviation: 0.0017882328304005314,
        edges: [],
      },
      nadamw: {
        horizon: 900,
        setting: {
          scale: 17.135514526834832,
          decay: 0.012943559838800394,
          hyperparameters: {
            beta1: 0.9505528239285285,
            beta2: 0.9987455729726082,
          },
        },
        loss: 0.7269983757287264,
        deviation: 0.0033446421889229538,
        edges: [],
      },
      lion: {
        horizon: 900,
        setting: {
          scale: 15.554848848807802,
          decay: 0.017790664402180197,
          hyperparameters: {
            beta1: 0.8931491579022766,
            beta2: 0.9896654644452357,
          },
        },
        loss: 0.7485453579574823,
        deviation: 0.004742690032521756,
        edges: [],
      },
      nesterov: {
        horizon: 900,
        setting: {
          scale: 8.159292569397993,
          decay: 0.0001720556233958064,
          hyperparameters: {
            beta: 0.9350843930539702,
          },
        },
        loss: 0.7257829243317246,
        deviation: 0.006288037160399084,
        edges: [],
      },
      muon: {
        horizon: 900,
        setting: {
          scale: 0.6508334555804787,
          decay: 0.00014687089189876573,
          hyperparameters: {
            learning_rate: 0.017258451921501335,
            momentum: 0.9729474173760208,
            adam_learning_rate: 0.014767892411597055,
            beta1: 0.8486006789148222,
            beta2: 0.9996342498200008,
          },
        },
        loss: 0.7267707996070385,
        deviation: 0.009841341810854396,
        edges: [],
      },
    },
  },
];
